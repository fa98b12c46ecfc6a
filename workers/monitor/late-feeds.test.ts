// Late feeds of the real consumption, as the role of monitor sees them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, HOUR } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { recordRawObject } from '../../db/queries/raw-objects.ts';
import { createRun, finishRun } from '../../db/queries/runs.ts';
import { lateFeeds } from './late-feeds.ts';

const { consumption } = datasets;
const NOON = Date.UTC(2026, 10, 20, 12);
const counts = { extracted: 1, inserted: 1, updated: 0, unchanged: 0, outranked: 0, rejected: 0 };

let database: TestDatabase;
let ingest: Db;
let monitor: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
  monitor = as(database.url('monitor'));
});
afterAll(() => database.drop());

/** A scheduled run that ended at `finishedAt`; its window reaches two days beyond. */
async function ran(feed: string, status: 'succeeded' | 'failed', finishedAt: number): Promise<string> {
  const id = `${feed}-${finishedAt}`;
  const order = { id, dataset: 'consumption', feed, trigger: 'cron', requestId: 'tick' } as const;
  await createRun(ingest, { ...order, from: finishedAt - DAY, to: finishedAt + 2 * DAY, createdAt: finishedAt });
  await finishRun(ingest, id, { status, reason: status, counts, report: null, finishedAt });
  return id;
}

async function brought(run: string, feed: (typeof consumption.feeds)[number], area: string, at: number) {
  const sha256 = 'a'.repeat(64);
  const raw = { run, dataset: 'consumption', feed: feed.id, source: 'test', lakeKey: run, sha256, bytes: 1 };
  const id = await recordRawObject(ingest, { ...raw, fetchedAt: at, simulated: true });
  const values = Object.fromEntries(feed.columns.map((column) => [column, 1]));
  await loadRows(ingest, consumption, {
    raw: { id, fetchedAt: at },
    columns: feed.columns,
    rows: [{ ...values, area, at, quality: 'real time' }],
  });
}

const late = async () =>
  (await lateFeeds(monitor, consumption, NOON)).map(({ feed, late, newest }) => [feed, late, newest]);

it('says nothing of feeds that were never asked for', async () => {
  expect(await late()).toEqual([]);
});

it('finds regions and archives that have stopped while the nation is fresh', async () => {
  const [nationalLive, nationalMix, regionalLive, nationalArchive] = consumption.feeds;
  for (const { id } of consumption.feeds) await ran(id, 'failed', NOON - 30 * DAY);
  for (const feed of [nationalLive, nationalMix])
    await brought(await ran(feed.id, 'succeeded', NOON), feed, 'FR', NOON);
  const yesterday = NOON - DAY;
  await brought(await ran(regionalLive.id, 'succeeded', yesterday), regionalLive, 'FR-BRE', yesterday);
  await ran(regionalLive.id, 'failed', NOON - HOUR);
  await ran(nationalArchive.id, 'succeeded', NOON - 11 * DAY);
  await ran('regional-archive', 'succeeded', NOON - 19 * DAY);
  expect(await late()).toEqual([
    ['regional-live', 'runs', '2026-11-19T12:00:00Z'],
    ['regional-live', 'part load', '2026-11-19T12:00:00Z'],
    ['regional-live', 'part mix', '2026-11-19T12:00:00Z'],
    ['national-archive', 'runs', '2026-11-09T12:00:00Z'],
  ]);
});

it.each(Object.values(datasets).map((dataset) => [dataset.id, dataset] as const))(
  'may look at every feed of %s, or at its runs alone where it is about persons',
  async (_, dataset: DatasetDefinition) => {
    for (const feed of dataset.feeds) {
      const id = `${dataset.id}-${feed.id}-looked-at`;
      const order = { id, dataset: dataset.id, feed: feed.id, trigger: 'cron', requestId: 'tick' } as const;
      await createRun(ingest, { ...order, from: 0, to: 1, createdAt: NOON - 400 * DAY });
    }
    const found = await lateFeeds(monitor, dataset, NOON);
    expect(new Set(found.map(({ feed }) => feed)).size).toBeGreaterThan(0);
    if (dataset.privacy !== 'none') expect(found.every(({ late }) => late === 'runs')).toBe(true);
  },
);
