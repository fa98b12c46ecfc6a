import { expect, it } from 'vitest';
import { type Parsed, ShapeError } from './dataset.ts';
import { type SqlShape, sqlRows } from './sql-rows.ts';

const shape: SqlShape = {
  columns: { turbine_id: 'text', at: 'instant', temperature_kelvin: 'number', is_stopped: 'boolean' },
  quality: 'real time',
};

async function read(...lines: object[]): Promise<Parsed[]> {
  async function* bytes() {
    yield new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  const found: Parsed[] = [];
  for await (const one of sqlRows(bytes(), shape)) found.push(one);
  return found;
}
const good = { turbine_id: 'T001', at: '2026-03-29T01:30:00+00:00', temperature_kelvin: 285.15, is_stopped: false };

it('reads instants, numbers, texts and truths, and leaves nothing as nothing', async () => {
  const nothing = { turbine_id: 'T001', at: '2026-03-29T01:31:00+00:00', temperature_kelvin: null, is_stopped: null };
  expect(await read(good, nothing)).toEqual([
    { ...good, at: Date.UTC(2026, 2, 29, 1, 30), quality: 'real time' },
    { ...nothing, at: Date.UTC(2026, 2, 29, 1, 31), quality: 'real time' },
  ]);
});

it.each([
  [
    'a time without a zone',
    { at: '2026-03-29T01:30:00' },
    'at: got "2026-03-29T01:30:00", want an instant with its zone or nothing',
  ],
  ['no number', { temperature_kelvin: 'NaN' }, 'temperature_kelvin: got "NaN", want a number or nothing'],
  ['a number for a name', { turbine_id: 1 }, 'turbine_id: got 1, want text or nothing'],
  ['a word for a truth', { is_stopped: 'no' }, 'is_stopped: got "no", want true or false or nothing'],
])('rejects %s, says where and keeps the rest', async (_, change, reason) => {
  const bad = { ...good, ...change };
  const [, rejected, after] = await read(good, bad, good);
  expect(rejected).toEqual({ reject: { where: 'line 2', reason, fragment: JSON.stringify(bad) } });
  expect(after).toMatchObject({ temperature_kelvin: 285.15 });
});

it('warns of a column that is new, and stops where one is gone', async () => {
  expect(await read({ ...good, colour: 'white' })).toEqual([
    { warning: 'the answer: new to us and left out: the column "colour"' },
    { ...good, at: Date.UTC(2026, 2, 29, 1, 30), quality: 'real time' },
  ]);
  await expect(read({ turbine_id: 'T001', at: good.at })).rejects.toThrow(ShapeError);
  await expect(read({ turbine_id: 'T001', at: good.at })).rejects.toThrow(
    'line 1: want the columns temperature_kelvin, is_stopped, got "turbine_id, at"',
  );
});
