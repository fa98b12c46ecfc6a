import { expect, it } from 'vitest';
import { ShapeError } from './dataset.ts';
import { jsonLines } from './json-lines.ts';

async function read(...chunks: (string | Uint8Array)[]) {
  const encoder = new TextEncoder();
  const bytes = (async function* () {
    for (const chunk of chunks) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
  })();
  const lines = [];
  for await (const found of jsonLines(bytes)) lines.push(...found);
  return lines;
}

it('reads one row a line, and says where each stands', async () => {
  expect(await read('{"turbine_id": "T001", "kelvin": 285.5}\n{"turbine_id": "T002", "kelvin": null}\n')).toEqual([
    {
      where: 'line 1',
      text: '{"turbine_id": "T001", "kelvin": 285.5}',
      record: { turbine_id: 'T001', kelvin: 285.5 },
    },
    {
      where: 'line 2',
      text: '{"turbine_id": "T002", "kelvin": null}',
      record: { turbine_id: 'T002', kelvin: null },
    },
  ]);
});

it('reads the same rows wherever the chunks are cut, in the middle of a letter even', async () => {
  const bytes = new TextEncoder().encode('{"place": "Besançon"}\n{"place": "Orléans"}\n');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines = await read(bytes.slice(0, cut), bytes.slice(cut));
    expect(lines.map(({ record }) => record['place'])).toEqual(['Besançon', 'Orléans']);
  }
});

it('reads no rows from an answer without any', async () => {
  expect(await read()).toEqual([]);
});

it.each([
  ['a line that was cut', '{"a": 1}\n{"a": 2', 'line 2: truncated, got "{\\"a\\": 2"'],
  ['a last line that may have been cut', '{"a": 1}', 'line 1: truncated, got "{\\"a\\": 1}"'],
  ['text', '{"a": 1}\nan error\n', 'line 2: want a JSON object, got "an error"'],
  ['an array', '[1]\n', 'line 1: want a JSON object, got "[1]"'],
  ['an empty line', '{"a": 1}\n\n', 'line 2: want a JSON object, got ""'],
  ['a line without end', `{"a": "${'x'.repeat(1_000_001)}`, 'line 1: 1000008 characters without an end'],
])('refuses %s', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(new ShapeError(message));
});

it('refuses what is not UTF-8', async () => {
  await expect(read('{"a": 1}\n', Uint8Array.of(0xff))).rejects.toThrow(new ShapeError('after line 1: not UTF-8'));
});
