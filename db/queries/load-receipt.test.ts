import { afterAll, beforeAll, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import type { Row } from '../../data/dataset.ts';
import { HOUR, MINUTE } from '../../data/time.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { loadRows } from './load-rows.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const rows = (load_mw: number): Row[] =>
  [0, 15, 30].map((minutes) => ({ area: 'FR', at: NOON + minutes * MINUTE, quality: 'real time', load_mw }));

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('consumption');
});
afterAll(() => world.database.drop());

it('gives the counts of the first time when the same chunk of the same raw object is loaded again', async () => {
  const raw = await world.fetched(NOON + HOUR);
  const load = (chunk: number) =>
    loadRows(world.db, consumption, { raw, chunk, columns: ['load_mw'], rows: rows(60_000) });
  const first = await load(0);
  expect(first).toEqual({ inserted: 3, updated: 0, unchanged: 0, outranked: 0 });
  expect(await load(0)).toEqual(first);
  // Another chunk of it with the same rows says what is true of itself.
  expect(await load(1)).toEqual({ inserted: 0, updated: 0, unchanged: 3, outranked: 0 });
});

it('counts once when the same chunk is loaded twice at once', async () => {
  const raw = await world.fetched(NOON + 2 * HOUR);
  const load = () => loadRows(world.db, consumption, { raw, chunk: 0, columns: ['load_mw'], rows: rows(61_000) });
  const updated = { inserted: 0, updated: 3, unchanged: 0, outranked: 0 };
  expect(await Promise.all([load(), load(), load()])).toEqual([updated, updated, updated]);
});

it('refuses a chunk that would take two trips', async () => {
  const raw = await world.fetched(NOON + 3 * HOUR);
  const many = Array.from({ length: 10_001 }, () => rows(1)[0]!);
  await expect(loadRows(world.db, consumption, { raw, chunk: 0, columns: ['load_mw'], rows: many })).rejects.toThrow(
    'chunk 0 has 10001 rows, want 10000 at most',
  );
});
