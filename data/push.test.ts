import { expect, it } from 'vitest';
import { datasets } from './catalogue.gen.ts';
import type { Reject, Row } from './dataset.ts';
import { columnsOfPush, pushSource } from './push.ts';

const { consumption } = datasets;

async function parsed(...pieces: string[]): Promise<(Row | Reject)[]> {
  async function* bytes() {
    for (const piece of pieces) yield new TextEncoder().encode(piece);
  }
  const rows: (Row | Reject)[] = [];
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
])('rejects %s, with the line', async (_, text, reason) => {
  const rows = await parsed(line({ load_mw: 1 }), text, line({ load_mw: 2 }));
  expect(rows).toHaveLength(3);
  expect(rows[1]).toMatchObject({ reject: { where: 'line 2', reason: expect.stringContaining(reason.slice(0, 30)) } });
});

it('rejects rows that bring the 51st set of columns, and reads on', async () => {
  const mix = consumption.feeds[1].columns;
  const sets = Array.from({ length: 52 }, (_, i) =>
    line(Object.fromEntries(mix.filter((_, bit) => (i + 1) & (1 << bit)).map((column) => [column, null]))),
  );
  const rows = await parsed(...sets, sets[0] ?? '');
  expect(rows.filter((row) => 'reject' in row)).toHaveLength(2);
  expect(rows.at(-1)).not.toHaveProperty('reject');
});
