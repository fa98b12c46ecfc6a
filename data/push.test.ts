import { expect, it } from 'vitest';
import { datasets } from './catalogue.gen.ts';
import type { Parsed, Row } from './dataset.ts';
import { columnsOfPush, pushSource } from './push.ts';

const { consumption } = datasets;

async function parsed(...pieces: string[]): Promise<Parsed[]> {
  async function* bytes() {
    for (const piece of pieces) yield new TextEncoder().encode(piece);
  }
  const rows: Parsed[] = [];
  for await (const row of pushSource(consumption).parse(bytes())) rows.push(row);
  return rows;
}
const line = (fields: object) =>
  `${JSON.stringify({ area: 'FR', at: '2026-01-01T00:00:00Z', quality: 'real time', ...fields })}\n`;
const row = { area: 'FR', at: Date.UTC(2026, 0, 1), quality: 'real time' };

it('reads one row a line, whatever pieces the bytes come in', async () => {
  const text = line({ load_mw: 50_000 }) + line({ load_mw: 51_000 }).trimEnd();
  const rows = [
    { ...row, load_mw: 50_000 },
    { ...row, load_mw: 51_000 },
  ];
  expect(await parsed(text)).toEqual(rows);
  expect(await parsed(...text)).toEqual(rows);
});

it('keeps what was not said apart from what was said to be nothing', async () => {
  const columnsOf = columnsOfPush(consumption);
  const [silent, nothing] = await parsed(line({ load_mw: 1 }), line({ load_mw: 1, wind_mw: null }));
  expect(columnsOf(silent as Row)).toEqual(['load_mw']);
  expect(columnsOf(nothing as Row)).toEqual(['load_mw', 'wind_mw']);
  expect(columnsOf({ ...(silent as Row), load_mw: 2 })).toBe(columnsOf(silent as Row));
});

it.each([
  ['not JSON', '{"area":\n', 'want one row as a JSON object'],
  ['a list', '[]\n', 'want one row as a JSON object'],
  ['no quality', '{"area":"FR"}\n', 'quality: want one of real time, consolidated, definitive'],
  ['an unknown place', line({ area: 'DE' }), 'area: got "DE", want one of FR, FR-ARA'],
  ['an unknown column', line({ watts: 1 }), 'watts: consumption has no such column'],
  ['an object for a value', line({ load_mw: {} }), 'load_mw: got [object Object], want an integer'],
  ['an instant off the grid', line({ at: '2026-01-01T00:07:00Z' }), 'at: got 2026-01-01T00:07:00Z, want an instant'],
  ['no instant', line({ at: '2026-01-01' }), 'at: got null'],
  ['no value', line({}), 'names no value, want at least one of load_mw'],
  ['nothing but nulls', line({ load_mw: null, wind_mw: null }), 'names no value, want at least one of load_mw'],
])('rejects %s, with the line', async (_, text, reason) => {
  const rows = await parsed(line({ load_mw: 1 }), text, line({ load_mw: 2 }));
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatchObject({ reject: { where: 'line 2', reason: expect.stringContaining(reason.slice(0, 30)) } });
});

/** Lines of which each brings other columns than all before. */
const sets = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    line(
      Object.fromEntries(consumption.feeds[1].columns.filter((_, bit) => (from + i) & (1 << bit)).map((c) => [c, 1])),
    ),
  );

it('rejects rows that bring the 51st set of columns of one push, and reads on', async () => {
  const mine = sets(1, 52);
  const rows = await parsed(...mine, mine[0] ?? '', '\n', ...sets(100, 2));
  expect(rows.map((row) => 'reject' in row)).toEqual([
    ...Array.from({ length: 50 }, () => false),
    ...[true, true, false],
    ...[false, false],
  ]);
});

it('does not read pushes together that bring more than a hundred sets of columns', async () => {
  const three = [...sets(1, 40), '\n', ...sets(100, 40), '\n', ...sets(200, 21)];
  await expect(parsed(...three)).rejects.toThrow('the pushes bring more than 100 sets of columns together');
  expect(await parsed(...three.slice(0, -1))).toHaveLength(100);
});
