import { describe, expect, it } from 'vitest';
import { ShapeError } from './dataset.ts';
import { jsonObjects } from './json-array.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // A buffer of its own that is overwritten afterwards, as network stacks do.
  for (let i = 0; i < bytes.length; i += size) {
    const chunk = bytes.slice(i, i + size);
    yield chunk;
    chunk.fill(0);
  }
}

async function objects(text: string | Uint8Array, size = 1_000): Promise<unknown[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const out: unknown[] = [];
  for await (const texts of jsonObjects(inChunks(bytes, size))) out.push(...texts.map((one) => JSON.parse(one)));
  return out;
}

describe('the objects of a JSON array', () => {
  it('come one by one, with all that strings may hold', async () => {
    const want = [{ a: 'Île, "}]" \\ 🗼\n' }, {}, { b: { c: [1, { d: null }] } }];
    expect(await objects(JSON.stringify(want))).toEqual(want);
    expect(await objects(JSON.stringify(want, null, 2))).toEqual(want);
    expect(await objects('[\n{"a": 1},\n{"a": 2}\n]\n')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('are the same for every size of chunk', async () => {
    const want = [{ région: 'Île-de-France', é: '\\"}', n: -1.5e3 }, { deep: [[[{ x: '🗼' }]]] }];
    const text = `\uFEFF${JSON.stringify(want, null, 1)}`;
    for (let size = 1; size <= new TextEncoder().encode(text).length; size++)
      expect(await objects(text, size)).toEqual(want);
  });

  it('are none in an empty array', async () => {
    expect(await objects('[]')).toEqual([]);
    expect(await objects(' [\n] ')).toEqual([]);
  });

  it.each([
    ['nothing at all', ''],
    ['a truncated string', '[{"a": "b'],
    ['a truncated list', '[{"a": 1},'],
    ['a list without its end', '[{"a": 1}'],
    ['a page of HTML', '<!doctype html><html></html>'],
    ['an error in place of the list', '{"error_code": "ODSQLSyntaxError", "message": "unexpected"}'],
    ['numbers', '[1, 2]'],
    ['a comma too many', '[{"a": 1},]'],
    ['a comma missing', '[{"a": 1} {"a": 2}]'],
    ['something after the end', '[{"a": 1}] trailing'],
    ['two lists', '[][]'],
  ])('refuses %s', async (_, text) => {
    for (const size of [1, 7, 1_000]) await expect(objects(text, size)).rejects.toThrow(ShapeError);
  });

  it('says what came instead', async () => {
    await expect(objects('<!doctype html>')).rejects.toThrow('want a JSON array of objects, got "<!doctype html>"');
    await expect(objects('{"error_code": "X"}')).rejects.toThrow('error_code');
  });

  it('does not hold what has no end, nor follow what is too deep', async () => {
    await expect(objects(`[{"a": "${'x'.repeat(1_100_000)}"}]`, 65_536)).rejects.toThrow('longer than 1000000 bytes');
    await expect(objects(`[{"a":${'['.repeat(40)}${']'.repeat(40)}}]`)).rejects.toThrow('nested deeper than 32');
    await expect(objects(Uint8Array.of(91, 123, 34, 0xff, 34, 125, 93))).rejects.toThrow('not UTF-8');
  });
});
