// What a report asks of the past: what was usual, how the runs before went, and the newest of each feed.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { DAY, HOUR } from '../../data/time.ts';
import { connect } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { earlierReports } from './earlier-reports.ts';
import { latestReports } from './latest-reports.ts';
import { latestScheduled } from './latest-scheduled.ts';
import { createRun, finishRun } from './runs.ts';
import { usualHours } from './usual.ts';

const before = Date.UTC(2026, 3, 1);
let world: TestWorld;
let owner: pg.Client;

beforeAll(async () => {
  world = await testWorld('consumption');
  owner = new pg.Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await world.database.drop();
});

const usual = (places: Readonly<Record<string, readonly string[]>> = {}) =>
  usualHours(world.db, consumption, { column: 'load_mw', places, before });

it('knows the median and the distances from it at each hour in Paris, on both sides of a clock change', async () => {
  const { id } = await world.fetched(before);
  // The load is the hour in Paris, a thousand times; every tenth day a hundred more. Spring begins two days before the end.
  await owner.query(
    `INSERT INTO consumption (area, at, load_mw, load_quality, load_known_at, load_raw)
     SELECT 'FR', at, 1000 * extract(hour FROM at AT TIME ZONE 'Europe/Paris')::integer
       + CASE WHEN extract(day FROM at AT TIME ZONE 'Europe/Paris')::integer % 10 = 0 THEN 100 ELSE 0 END,
       'real time', at, $1
     FROM generate_series($2::timestamptz, $3, '30 minutes') at`,
    [id, new Date(before - 70 * DAY), new Date(before + DAY)],
  );
  const hours = (await usual()).toSorted((a, b) => a.hour - b.hour);
  expect(hours.map(({ hour, median }) => [hour, median])).toEqual(
    Array.from({ length: 24 }, (_, hour) => [hour, hour * 1_000]),
  );
  // More than half of the values are equal: their median distance is 0, their mean distance is not.
  expect(hours[12]).toMatchObject({ place: 'FR', column: 'load_mw', mad: 0 });
  expect(hours[12]?.meanDistance).toBeGreaterThan(5);
  expect(hours[12]?.meanDistance).toBeLessThan(15);
});

it('has no habit of fewer than 14 days, and none of other places', async () => {
  const { id } = await world.fetched(before);
  await owner.query(
    `INSERT INTO consumption (area, at, load_mw, load_quality, load_known_at, load_raw)
     SELECT 'FR-BRE', at, 2000, 'real time', at, $1 FROM generate_series($2::timestamptz, $3, '30 minutes') at`,
    [id, new Date(before - 12 * DAY), new Date(before)],
  );
  expect((await usual({ area: ['FR-BRE'] })).length).toBe(0);
  expect((await usual({ area: ['FR-BRE', 'FR'] })).map(({ place }) => place)).toEqual(new Array(24).fill('FR'));
});

it('knows every place, however few of them one question reads', async () => {
  const { id } = await world.fetched(before);
  await owner.query(
    `INSERT INTO consumption (area, at, load_mw, load_quality, load_known_at, load_raw)
     SELECT area, at, 3000, 'real time', at, $1
     FROM unnest($4::text[]) area, generate_series($2::timestamptz, $3, '30 minutes') at`,
    [id, new Date(before - 20 * DAY), new Date(before - HOUR / 2), ['FR-ARA', 'FR-HDF']],
  );
  const asked = { column: 'load_mw', places: { area: ['FR', 'FR-ARA', 'FR-HDF'] }, before };
  const order = (hours: Awaited<ReturnType<typeof usualHours>>) =>
    hours.map(({ place, hour, median }) => `${place} ${hour} ${median}`).sort();
  const inGroups = order(await usualHours(world.db, consumption, { ...asked, placesAtOnce: 2 }));
  expect(inGroups).toHaveLength(3 * 24);
  expect(inGroups).toEqual(order(await usualHours(world.db, consumption, asked)));
});

const reportOf = (version: number, seconds: number, reportedAt: string) => ({
  version,
  reportedAt,
  measures: { rows: 96, rejected: 0, anomalies: 0, seconds },
  findings: [{ kind: 'incomplete', count: 1 }],
});
async function ended(
  id: string,
  { hours = 24, feed = 'live', version = 2, createdAt = 0, dry = false } = {},
): Promise<void> {
  const order = { id, dataset: 'consumption', feed, trigger: 'cron', requestId: 'r' } as const;
  await createRun(world.db, { ...order, from: before, to: before + hours * HOUR, createdAt, dry });
  await finishRun(world.db, id, {
    status: 'succeeded',
    counts: { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 },
    report: reportOf(version, createdAt, '2026-04-01T00:00:00Z'),
    finishedAt: before,
  });
}

it('compares with runs of the same feed whose window was about as long, newest first', async () => {
  await ended('first', { createdAt: 1_000 });
  await ended('second', { createdAt: 2_000, hours: 47 });
  await ended('of-an-hour', { createdAt: 3_000, hours: 1 });
  await ended('of-another-feed', { createdAt: 4_000, feed: 'archive' });
  await ended('of-an-earlier-version', { createdAt: 5_000, version: 1 });
  await ended('itself', { createdAt: 6_000 });
  await ended('that-loaded-nothing', { createdAt: 7_000, dry: true });
  const asked = { dataset: 'consumption', feed: 'live', run: 'itself', length: DAY, version: 2 };
  const found = await earlierReports(world.db, { ...asked, limit: 30 });
  expect(found.map(({ measures }) => measures)).toMatchObject([{ seconds: 2_000 }, { seconds: 1_000 }]);
  expect(found[0]).toMatchObject({ reportedAt: before, findings: ['incomplete'] });
  expect(await earlierReports(world.db, { ...asked, limit: 1 })).toHaveLength(1);
});

it('gives what a list shows of the newest report of each feed, in the order in which they are asked for, to the gateway', async () => {
  const db = connect({ DATABASE_URL: world.database.url('gateway'), NEON_LOCAL: world.database.neonLocal });
  const feeds = ['archive', 'live', 'never'].map((feed) => ({ dataset: 'consumption', feed }));
  const found = await latestReports(db, feeds);
  expect(found).toMatchObject([{ measures: { seconds: 4_000 } }, { measures: { seconds: 6_000 } }]);
  expect(found[0]).not.toHaveProperty('findings');
});

it('knows what became of the newest scheduled run of each feed, and leaves out what somebody asked for or still runs', async () => {
  const order = { dataset: 'city', from: before, to: before + HOUR, requestId: 'r' };
  const counts = { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 };
  const runs = [
    { id: 'city-1', feed: 'file', trigger: 'cron', status: 'succeeded', createdAt: 1_000 },
    { id: 'city-2', feed: 'file', trigger: 'cron', status: 'failed', createdAt: 2_000 },
    { id: 'city-3', feed: 'file', trigger: 'request', status: 'succeeded', createdAt: 3_000 },
    { id: 'city-4', feed: 'other', trigger: 'cron', status: 'succeeded', createdAt: 1_000 },
  ] as const;
  for (const { status, ...one } of runs) {
    const said = status === 'failed' ? { reason: 'GET CITY_CSV_URL: could not be reached' } : {};
    await createRun(world.db, { ...order, ...one });
    await finishRun(world.db, one.id, { status, counts, report: {}, finishedAt: before, ...said });
  }
  await createRun(world.db, { ...order, id: 'city-5', feed: 'file', trigger: 'cron', createdAt: 4_000 });
  expect((await latestScheduled(world.db)).filter(({ dataset }) => dataset === 'city')).toEqual([
    { dataset: 'city', feed: 'file', status: 'failed' },
    { dataset: 'city', feed: 'other', status: 'succeeded' },
  ]);
});
