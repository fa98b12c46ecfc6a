import { describe, expect, it } from 'vitest';
import { type CsvRecord, csvBatches } from './csv.ts';
import { ShapeError } from './dataset.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function records(text: string | Uint8Array, size = 1_000, separator = ';'): Promise<CsvRecord[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const out: CsvRecord[] = [];
  for await (const batch of csvBatches(inChunks(bytes, size), { separator })) out.push(...batch);
  return out;
}
const fields = async (text: string, size?: number, separator?: string) =>
  (await records(text, size, separator)).map((record) => record.fields);

describe('separated text', () => {
  it('is cut into records and fields, whatever ends its lines', async () => {
    const want = [
      ['a', 'b'],
      ['1', ''],
      ['', '2'],
    ];
    expect(await fields('a;b\n1;\n;2\n')).toEqual(want);
    expect(await fields('a;b\r\n1;\r\n;2\r\n')).toEqual(want);
    expect(await fields('a;b\n1;\n;2')).toEqual(want);
  });

  it('loses its byte order mark', async () => {
    expect(await fields('\uFEFFa;b\n')).toEqual([['a', 'b']]);
  });

  it('reads quotes: separators, line ends and doubled quotes inside', async () => {
    expect(await fields('"a;b";c\n"d\ne";"say ""f"""\r\n"";g\n')).toEqual([
      ['a;b', 'c'],
      ['d\ne', 'say "f"'],
      ['', 'g'],
    ]);
  });

  it('takes another separator, and passes over empty lines while counting them', async () => {
    const all = await records('a\tb\n\n1\t2\n', 1_000, '\t');
    expect(all.map(({ line, fields, text }) => ({ line, fields, text }))).toEqual([
      { line: 1, fields: ['a', 'b'], text: 'a\tb' },
      { line: 3, fields: ['1', '2'], text: '1\t2' },
    ]);
  });

  it('reads the same for every size of chunk, accents and quotes cut anywhere', async () => {
    const text = '\uFEFFrégion;valeur\r\n"Île-de-France; 🗼";1\r\n"deux\nlignes";"""2"""\r\n;\r\nfin;3';
    const want = await fields(text, 1_000);
    expect(want).toEqual([
      ['région', 'valeur'],
      ['Île-de-France; 🗼', '1'],
      ['deux\nlignes', '"2"'],
      ['', ''],
      ['fin', '3'],
    ]);
    for (let size = 1; size <= new TextEncoder().encode(text).length; size++)
      expect(await fields(text, size)).toEqual(want);
  });

  it('is empty when nothing came', async () => {
    expect(await fields('')).toEqual([]);
    expect(await fields('\n\n')).toEqual([]);
  });

  it('refuses a quote that nobody closes, bytes that are no UTF-8, and a record without end', async () => {
    await expect(fields('a;"b\nc;d\n')).rejects.toThrow('a quote is open at the end: truncated');
    await expect(records(Uint8Array.of(97, 10, 0xff, 10))).rejects.toThrow(ShapeError);
    await expect(records(Uint8Array.of(0xc3))).rejects.toThrow('not UTF-8');
    await expect(records('x'.repeat(1_100_000), 65_536)).rejects.toThrow('line 1: ');
  });
});
