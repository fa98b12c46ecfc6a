import { expect, it } from 'vitest';
import type { Row } from '../../data/dataset.ts';
import { type Chunk, chunker, MAX_CHUNK_ROWS, packed, unpacked } from './chunk.ts';

const KEY = ['area', 'at'];
const row = (at: number, fields: object): Row => ({ area: 'FR', at, quality: 'real time', ...fields });

it('comes back as it went, with what was not said as null', () => {
  const chunk: Chunk = {
    object: 2,
    columns: ['load_mw', 'note'],
    rows: [row(0, { load_mw: 50_000, note: 'é"\n' }), { ...row(900_000, { load_mw: -1.5 }), quality: 'definitive' }],
  };
  expect(unpacked(packed(chunk, KEY))).toEqual({
    object: 2,
    columns: ['load_mw', 'note'],
    rows: [
      { area: 'FR', at: 0, load_mw: 50_000, note: 'é"\n', quality: 'real time' },
      { area: 'FR', at: 900_000, load_mw: -1.5, note: null, quality: 'definitive' },
    ],
  });
});

it('refuses what is no chunk', () => {
  expect(() => unpacked('{"rows":[]}')).toThrow();
  expect(() => unpacked('<html>')).toThrow();
});

async function chunksOf(rows: readonly Row[], columnsOf: (row: Row) => readonly string[]): Promise<Chunk[]> {
  const kept: Chunk[] = [];
  const chunks = chunker({ object: 0, key: KEY, columnsOf, keep: async (chunk) => void kept.push(chunk) });
  for (const row of rows) await chunks.add(row);
  await chunks.flush();
  return kept;
}

it('holds ten thousand rows at most', async () => {
  const columns = ['load_mw'];
  const rows = Array.from({ length: 2 * MAX_CHUNK_ROWS + 1 }, (_, at) => row(at, {}));
  const chunks = await chunksOf(rows, () => columns);
  expect(chunks.map(({ rows }) => rows.length)).toEqual([10_000, 10_000, 1]);
  expect(chunks[1]?.rows[0]).toEqual(rows[10_000]);
});

it('holds four million characters of text at most: long texts make short chunks', async () => {
  const columns = ['note'];
  const rows = Array.from({ length: 1_000 }, (_, at) => row(at, { note: 'x'.repeat(40_000) }));
  const chunks = await chunksOf(rows, () => columns);
  expect(chunks.map(({ rows }) => rows.length)).toEqual(Array.from({ length: 10 }, () => 100));
});

it('holds rows that bring the same columns', async () => {
  const [load, wind] = [['load_mw'], ['wind_mw']];
  const rows = [row(0, { load_mw: 1 }), row(0, { wind_mw: 2 }), row(1, { load_mw: 3 })];
  const chunks = await chunksOf(rows, (row) => ('load_mw' in row ? load : wind));
  expect(chunks.map(({ columns, rows }) => [columns, rows.map(({ at }) => at)])).toEqual([
    [['load_mw'], [0, 1]],
    [['wind_mw'], [0]],
  ]);
});

it('never lets a row overtake what came before it of the same key', async () => {
  const sets: Record<string, readonly string[]> = { wind: ['wind_mw'], both: ['wind_mw', 'solar_mw'] };
  const rows = [
    row(0, { wind_mw: 1 }),
    row(0, { wind_mw: 2, solar_mw: 2 }),
    row(1, { wind_mw: 3 }),
    row(0, { wind_mw: 4 }),
    row(0, { wind_mw: 5, solar_mw: 5 }),
  ];
  const chunks = await chunksOf(rows, (row) => ('solar_mw' in row ? sets['both']! : sets['wind']!));
  expect(chunks.map(({ rows }) => rows.map(({ wind_mw }) => wind_mw))).toEqual([[1, 3], [2], [4], [5]]);
});
