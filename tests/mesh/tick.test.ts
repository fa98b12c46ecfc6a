// The cron of ingest: what is due starts once, however often and however concurrently it is asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Installation, startInstallation } from './installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.stop());

interface Run {
  readonly feed: string;
  readonly status: string;
  readonly reason?: string;
  readonly trigger: string;
  readonly rows: { readonly inserted: number; readonly updated: number; readonly unchanged: number };
}
const runs = async (): Promise<Run[]> => (await installation.json('/v1/runs?limit=100')).runs;
const definitions: readonly DatasetDefinition[] = Object.values(datasets);
/** Those of EnergiTech's database are not due: nobody has told this mesh where it is. */
const feeds = definitions.flatMap(({ feeds }) =>
  feeds
    .filter(({ alternatives }) => !alternatives.every(({ secrets }) => secrets.includes('ENERGITECH_DATABASE_URL')))
    .map(({ id }) => id),
);

it('starts one run for each feed, though two ticks overlap, and each brings rows', async () => {
  await Promise.all([installation.mesh.tick('ingest'), installation.mesh.tick('ingest')]);
  await installation.mesh.tick('ingest');
  const open = async () => (await runs()).filter(({ status }) => status !== 'succeeded').length;
  await expect.poll(open, { timeout: 50_000 }).toBe(0);
  // What is derived waits for what it is derived from.
  for (const _ of ['derived', 'derived from what is derived']) {
    await installation.mesh.tick('ingest');
    await expect.poll(open, { timeout: 50_000 }).toBe(0);
  }
  const done = await runs();
  expect(done.map(({ feed }) => feed).sort()).toEqual([...feeds].sort());
  for (const { feed, trigger, rows } of done) {
    expect(trigger).toBe('cron');
    // Feeds share rows: whichever comes first inserts them.
    expect(rows.inserted + rows.updated + rows.unchanged, feed).toBeGreaterThan(0);
  }
}, 120_000);

it('starts only what DATASETS names, and nothing derived from what it leaves out', async () => {
  const some = await startInstallation({ vars: { DATASETS: 'consumption,weather-daily' } });
  try {
    await some.mesh.tick('ingest');
    const started: { dataset: string; feed: string }[] = (await some.json('/v1/runs?limit=100')).runs;
    expect(started.map(({ dataset, feed }) => `${dataset}/${feed}`).sort()).toEqual(
      datasets.consumption.feeds.map(({ id }) => `consumption/${id}`).sort(),
    );
  } finally {
    await some.stop();
  }
});
