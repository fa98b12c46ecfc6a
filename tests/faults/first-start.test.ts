// A first start that nobody tells what to load: all of it, and then every example for analysts has an answer. Asked to end, it does.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { sqlExamples } from '../../tools/db/sql-examples.ts';
import { type Product, processesOf, rolesOf, startProduct } from './product.ts';

/** Patience, not a promise: two other products may be starting beside it, on two cores. */
const WITHIN_MS = 300_000;

interface Run {
  readonly dataset: string;
  readonly feed: string;
  readonly status: string;
  readonly trigger: string;
  readonly rows: { readonly inserted: number; readonly updated: number; readonly unchanged: number };
}

interface Overview {
  readonly datasets: readonly {
    readonly dataset: string;
    readonly feeds: readonly { readonly feed: string; readonly completeness?: number }[];
  }[];
}

let home: string;
let product: Product;
let analyst: pg.Client;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'wattmesh first start '));
  product = await startProduct(home);
  analyst = new pg.Client(/^analyst +(\S+)$/m.exec(await rolesOf(home))?.[1]);
  await analyst.connect();
});
afterAll(async () => {
  // Neither is there where the start has failed, which is what is to be seen then; both may have ended.
  await (analyst as pg.Client | undefined)?.end();
  await (product as Product | undefined)?.stop();
  await rm(home, { recursive: true, force: true });
});

it('loads everything where nobody says what', { timeout: WITHIN_MS + 10_000 }, async () => {
  const loaded = 'data loaded, forecast published';
  await expect.poll(() => product.said, { timeout: WITHIN_MS, interval: 250 }).toContain(loaded);
});

it('has run each feed of each dataset, and each brought rows', async () => {
  const headers = { 'X-API-Key': product.apiKey };
  const { runs } = await (await fetch(`${product.url}/v1/runs?limit=100`, { headers })).json();
  const firsts = new Map<string, Run>(runs.map((run: Run) => [`${run.dataset}/${run.feed}`, run]));
  const feeds = Object.values(datasets).flatMap(({ id, feeds }) => feeds.map((feed) => `${id}/${feed.id}`));
  expect([...firsts.keys()].sort()).toEqual(feeds.sort());
  for (const [feed, { status, trigger, rows }] of firsts) {
    expect([feed, status, trigger]).toEqual([feed, 'succeeded', 'cron']);
    // The first run of each, the list being newest first. Feeds share rows: whichever comes first inserts them.
    expect(rows.inserted + rows.updated + rows.unchanged, feed).toBeGreaterThan(0);
  }
});

it('begins no window before there is something to load', async () => {
  const headers = { 'X-API-Key': product.apiKey };
  const overview: Overview = await (await fetch(`${product.url}/v1/quality`, { headers })).json();
  const poor = overview.datasets.flatMap(({ dataset, feeds }) =>
    feeds.filter(({ completeness = 1 }) => completeness < 0.9).map(({ feed }) => `${dataset}/${feed}`),
  );
  expect(poor).toEqual([]);
});

it.each(sqlExamples().map(({ title, sql }) => [title, sql] as const))('answers an analyst: %s', async (_, sql) => {
  expect((await analyst.query(sql)).rows.length).toBeGreaterThan(0);
});

it.runIf(process.platform === 'linux')('ends at once when it is asked to, and leaves no process', async () => {
  await analyst.end();
  const asked = performance.now();
  expect(await product.stop()).toBe(0);
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(await processesOf(home)).toEqual([]);
});
