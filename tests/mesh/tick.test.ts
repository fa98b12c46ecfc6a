// The cron of ingest: what is due starts once, however often and however concurrently it is asked. All feeds of a first start: tests/faults/first-start.test.ts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Installation, startInstallation } from './installation.ts';

/** Strike days are derived from movements. The days of weather have nothing to be derived from here. */
const NAMED = ['spot-price', 'calendar', 'city', 'fuel-price', 'social-movement', 'strike-day', 'weather-daily'];

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true, vars: { DATASETS: NAMED.join() } });
});
afterAll(() => installation.stop());

interface Run {
  readonly dataset: string;
  readonly feed: string;
  readonly status: string;
  readonly trigger: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly rows: { readonly inserted: number; readonly updated: number; readonly unchanged: number };
}
const runs = async (): Promise<Run[]> => (await installation.json('/v1/runs?limit=100')).runs;
const ended = () =>
  expect
    .poll(async () => (await runs()).filter(({ status }) => status !== 'succeeded'), { timeout: 50_000 })
    .toEqual([]);
const named = ({ dataset, feed }: { readonly dataset: string; readonly feed: string }) => `${dataset}/${feed}`;
const feedsOf = ({ id, feeds }: DatasetDefinition) => feeds.map((feed) => named({ dataset: id, feed: feed.id }));

it('starts one run for each feed that DATASETS names, though two ticks overlap, and each brings rows', async () => {
  await Promise.all([installation.mesh.tick('ingest'), installation.mesh.tick('ingest')]);
  await installation.mesh.tick('ingest');
  await ended();
  // Strike days may already be under way: the movements of the first tick may be there at the last.
  const done = (await runs()).filter(({ dataset }) => dataset !== 'strike-day');
  const { 'spot-price': price, calendar, city, 'fuel-price': fuel, 'social-movement': movement } = datasets;
  expect(done.map(named).sort()).toEqual([price, calendar, city, fuel, movement].flatMap(feedsOf).sort());
  for (const { feed, trigger, rows } of done) {
    expect(trigger).toBe('cron');
    // Feeds share rows: whichever comes first inserts them.
    expect(rows.inserted + rows.updated + rows.unchanged, feed).toBeGreaterThan(0);
  }
  expect(installation.logs.some(({ message }) => message.includes('"event":"lake swept"'))).toBe(true);
}, 120_000);

it('starts what is derived once there is something to derive it from, and never from what DATASETS leaves out', async () => {
  await installation.mesh.tick('ingest');
  await ended();
  await installation.mesh.tick('ingest');
  await ended();
  const done = await runs();
  const derived = done.filter(({ dataset }) => dataset === 'strike-day' || dataset === 'weather-daily');
  expect(derived.map(named)).toEqual(feedsOf(datasets['strike-day']));
  const movements = done.filter(({ dataset }) => dataset === 'social-movement').map((run) => run.finished_at);
  expect(movements.some((finished) => finished <= (derived[0]?.started_at ?? ''))).toBe(true);
});
