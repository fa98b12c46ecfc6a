// The daily sweep of the lake, over R2 in workerd and Postgres as the role that sweeps in production.
import type { R2Bucket } from '@cloudflare/workers-types';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, parisTimeOn } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { acceptPush, createPushRun } from '../../db/queries/pushes.ts';
import { finishRun } from '../../db/queries/runs.ts';
import { acceptUpload, beginUpload, findUpload, keepPart, partsOf } from '../../db/queries/uploads.ts';
import { logger } from '../mesh/log.ts';
import { KEPT_FOR, sweep, sweepDaily } from './sweep.ts';

let database: TestDatabase;
let db: Db;
let workerd: Miniflare;
let lake: R2Bucket;
beforeAll(async () => {
  database = await testDatabase();
  db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
  const worker = { name: 'lake', modules: true, script: 'export default {}', r2Buckets: ['LAKE'] };
  workerd = new Miniflare(convertV4MiniflareOptions({ workers: [worker], cf: false, telemetry: { enabled: false } }));
  lake = (await workerd.getBindings('lake'))['LAKE'] as R2Bucket;
});
afterAll(async () => {
  await workerd.dispose();
  await database.drop();
});
beforeEach(async () => {
  await lake.delete(await keys());
});

const LONG_AGO = 1_000;
const dataset = 'consumption';
const keys = async () => (await lake.list()).objects.map(({ key }) => key);
const log = logger({ worker: 'ingest', context: { requestId: 'request-1', caller: 'cron' } });
const swept = (now: number) => sweep({ db, lake, log }, now);
/** What was put by now is a week old then. */
const aWeekLater = () => Date.now() + KEPT_FOR + 1;
const order = (id: string, feed: 'push' | 'upload') =>
  ({ id, dataset, feed, trigger: feed, requestId: 'r', from: 0, to: 1, createdAt: LONG_AGO }) as const;
const counts = { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 };
const failed = (run: string) =>
  finishRun(db, run, { status: 'failed', reason: 'no such column', counts, report: {}, finishedAt: LONG_AGO });

async function pushed(id: string): Promise<string> {
  const lakeKey = `inbox/${dataset}/${id}`;
  await lake.put(lakeKey, 'a row');
  const push = {
    id,
    client: 'c',
    idempotencyKey: id,
    dataset,
    bodySha256: 'a',
    rows: 1,
    lakeKey,
    acceptedAt: LONG_AGO,
  };
  await acceptPush(db, push);
  return lakeKey;
}

async function uploaded(id: string, numbers: readonly number[]): Promise<string[]> {
  const upload = { id, client: 'c', idempotencyKey: id, dataset, mediaType: 'text/csv', quality: null, dry: false };
  await beginUpload(db, { ...upload, startedAt: LONG_AGO });
  const kept = numbers.map((number) => ({ number, lakeKey: `inbox/${dataset}/${id}/${number}-a` }));
  for (const { number, lakeKey } of kept) {
    await lake.put(lakeKey, 'a part');
    await keepPart(db, { upload: id, number, bytes: 6, sha256: 'a', lakeKey }, { whole: false });
  }
  return kept.map(({ lakeKey }) => lakeKey);
}
const standing = (id: string) => findUpload(db, { id, client: 'c', dataset });

it('forgets a file that nobody completed for a week, its parts and all, and what belongs to nobody', async () => {
  const [abandoned, empty] = [crypto.randomUUID(), crypto.randomUUID()];
  await uploaded(abandoned, [1, 2]);
  await uploaded(empty, []);
  await lake.put(`inbox/${dataset}/${crypto.randomUUID()}/1-lost`, 'a part');
  await lake.put('work/a-run-of-nobody/slice/parsed-0', 'rows');
  await lake.put('staging/a-run-of-nobody/0', 'bytes');
  await swept(aWeekLater() - KEPT_FOR);
  expect(await keys()).toHaveLength(5);
  await swept(aWeekLater());
  expect(await keys()).toEqual([]);
  expect([await standing(abandoned), await partsOf(db, abandoned), await standing(empty)]).toEqual([null, [], null]);
});

it('keeps all of a file of which a part came within the week', async () => {
  const id = crypto.randomUUID();
  const [first = ''] = await uploaded(id, [1]);
  const before = (await lake.head(first))?.uploaded.getTime() ?? 0;
  const second = `inbox/${dataset}/${id}/2-a`;
  let after = before;
  while (after === before) after = (await lake.put(second, 'a part'))?.uploaded.getTime() ?? before;
  await swept(after + KEPT_FOR);
  expect(await keys()).toEqual([first, second]);
  expect(await standing(id)).toMatchObject({ id });
});

it('keeps what a run has still to load, however old, and lets it go when that run has failed', async () => {
  const [waiting, claimed, file] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  const lakeKeys = [await pushed(waiting), await pushed(claimed), ...(await uploaded(file, [1]))];
  await createPushRun(db, { ...order('run-of-a-push', 'push'), pushes: [claimed] });
  await acceptUpload(db, { id: file, order: order('run-of-a-file', 'upload') });
  await lake.put('work/run-of-a-file/parsed-0', 'rows');
  await swept(aWeekLater());
  expect(await keys()).toEqual([...lakeKeys, 'work/run-of-a-file/parsed-0'].toSorted());

  await failed('run-of-a-push');
  await failed('run-of-a-file');
  await swept(aWeekLater());
  expect(await keys()).toEqual([lakeKeys[0]]);
  // That it came is not forgotten: its key is free for the next attempt.
  expect(await standing(file)).toMatchObject({ run: 'run-of-a-file' });
});

it('sweeps once a day: which day lies in the lake, for every process to see', async () => {
  // Three in the morning in Paris: a day begins.
  const slot = parisTimeOn(aWeekLater(), { hour: 3, shiftDays: 1 });
  const tickAt = (now: number) => sweepDaily({ db, lake, log, clock: () => now });
  await lake.put('work/of-yesterday/parsed-0', 'rows');
  await tickAt(slot + 5 * MINUTE);
  expect(await keys()).toEqual(['swept']);
  await lake.put('work/of-today/parsed-0', 'rows');
  await tickAt(slot + 10 * MINUTE);
  expect(await keys()).toEqual(['swept', 'work/of-today/parsed-0']);
  await tickAt(slot + DAY + HOUR);
  expect(await keys()).toEqual(['swept']);
});

it('never touches the raw lake, whatever its age', async () => {
  const raw = `raw/${dataset}/2026-01-01/push/run-of-nobody-0`;
  await lake.put(raw, 'bytes');
  await swept(aWeekLater());
  expect(await keys()).toEqual([raw]);
});
