import { afterAll, beforeAll, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { HOUR } from '../../data/time.ts';
import { connect, type Db } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { factsOf } from './history.ts';
import { loadRows } from './load-rows.ts';
import { seenObjects } from './seen-objects.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
let world: TestWorld;
let predict: Db;
beforeAll(async () => {
  world = await testWorld('consumption');
  predict = connect({ DATABASE_URL: world.database.url('predict'), NEON_LOCAL: world.database.neonLocal });
  const load = async (fetchedAt: number, loads: Readonly<Record<number, number>>) =>
    loadRows(world.db, consumption, {
      raw: await world.fetched(fetchedAt),
      columns: ['load_mw'],
      rows: Object.entries(loads).map(([at, load_mw]) => ({
        area: 'FR',
        at: Number(at),
        load_mw,
        quality: 'real time' as const,
      })),
    });
  await load(NOON + 2 * HOUR, { [NOON]: 50_000, [NOON + HOUR]: 51_000 });
  // The one corrected, the other come late: it was to be known hours before.
  await load(NOON + 6 * HOUR, { [NOON]: 50_500, [NOON + HOUR / 2]: 50_900 });
});
afterAll(() => world.database.drop());

const windows = [{ from: NOON, to: NOON + 2 * HOUR }];
const seenAt = async (issuedAt: number) =>
  (await seenObjects(predict, consumption, { column: 'load_mw', place: 'FR', windows, issuedAt })).map(
    ({ lakeKey, values }) => [lakeKey, values],
  );

it('finds the object of the version that was known at issue, once for each value', async () => {
  expect(await seenAt(NOON + 3 * HOUR)).toEqual([
    ['raw/consumption/1', 2],
    ['raw/consumption/2', 1],
  ]);
  expect(await seenAt(NOON + 7 * HOUR)).toEqual([
    ['raw/consumption/2', 2],
    ['raw/consumption/1', 1],
  ]);
  expect(await seenAt(NOON - HOUR)).toEqual([]);
  const twice = [...windows, { from: NOON, to: NOON + 1 }];
  const [first] = await seenObjects(predict, consumption, {
    ...{ column: 'load_mw', place: 'FR', windows: twice, issuedAt: NOON + 3 * HOUR },
  });
  expect(first).toMatchObject({
    run: 'run-1',
    feed: 'feed',
    source: 'source-1',
    fetchedAt: NOON + 2 * HOUR,
    values: 2,
  });
});

it('can hide what came to us later, though it was known before', async () => {
  const values = async (arrivedBy?: number) => {
    const asked = { column: 'load_mw', places: ['FR'], from: NOON, to: NOON + 2 * HOUR };
    const { facts } = await factsOf(predict, consumption, { ...asked, ...(arrivedBy !== undefined && { arrivedBy }) });
    return [...(facts.get('FR')?.value ?? [])];
  };
  expect(await values()).toEqual([50_000, 50_500, 50_900, 51_000]);
  expect(await values(NOON + 3 * HOUR)).toEqual([50_000, 51_000]);
});
