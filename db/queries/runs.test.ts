// A run from its order to its end, as ingest writes it and the gateway reads it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { runOrder } from '../local/test-run.ts';
import { feedStates } from './feed-states.ts';
import { listReports, listRuns } from './run-pages.ts';
import { createRun, findRun, finishRun, openRuns, stepRun } from './runs.ts';

let database: TestDatabase;
let ingest: Db;
let gateway: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
  gateway = as(database.url('gateway'));
});
afterAll(() => database.drop());
const counts = { extracted: 7, inserted: 1, updated: 2, unchanged: 3, outranked: 0, rejected: 1 };

it('is created once, goes step by step, and ends once', async () => {
  expect(await createRun(ingest, runOrder('life'))).toBe(true);
  expect(await createRun(ingest, runOrder('life', { requestId: 'another tick' }))).toBe(false);
  expect(await findRun(gateway, 'life')).toMatchObject({ status: 'queued', requestId: 'request-1', startedAt: null });
  await stepRun(ingest, 'life', 'extract', 6_000);
  await stepRun(ingest, 'life', 'load', 6_500);
  expect(await findRun(gateway, 'life')).toMatchObject({ status: 'running', step: 'load', startedAt: 6_000 });
  expect((await openRuns(ingest)).map(({ id }) => id)).toEqual(['life']);
  const end = { status: 'succeeded', counts, report: { gaps: 0 }, finishedAt: 7_000 } as const;
  expect(await finishRun(ingest, 'life', end)).toBe(true);
  expect(await finishRun(ingest, 'life', { ...end, status: 'failed', reason: 'too late' })).toBe(false);
  await stepRun(ingest, 'life', 'late step', 8_000);
  expect(await findRun(gateway, 'life')).toMatchObject({
    ...counts,
    status: 'succeeded',
    step: null,
    reason: null,
    report: { gaps: 0 },
    startedAt: 6_000,
    finishedAt: 7_000,
  });
  expect(await openRuns(ingest)).toEqual([]);
});

it('that nobody created is not found', async () => {
  expect(await findRun(gateway, 'nobody')).toBeNull();
  expect(await finishRun(ingest, 'nobody', { status: 'succeeded', counts, report: null, finishedAt: 1 })).toBe(false);
});

it('covers its window only when it succeeded on schedule: a request for last year says nothing of this morning', async () => {
  const feed = { feed: 'coverage' };
  const covered = async () =>
    (await feedStates(ingest, [{ dataset: 'consumption', feed: 'coverage', slotRuns: ['c2', 'c9'] }]))[0];
  expect(await covered()).toMatchObject({ until: null, attempts: [] });
  const ends = [
    [runOrder('c1', { ...feed, to: 3_000 }), 'succeeded'],
    [runOrder('c2', { ...feed, to: 9_000 }), 'failed'],
    [runOrder('c3', { ...feed, to: 8_000, trigger: 'push' }), 'succeeded'],
    [runOrder('c4', { ...feed, to: 4_000, trigger: 'request' }), 'succeeded'],
  ] as const;
  for (const [run, status] of ends) {
    await createRun(ingest, run);
    await finishRun(ingest, run.id, { status, reason: 'because', counts, report: null, finishedAt: 1 });
  }
  expect(await covered()).toMatchObject({
    until: 3_000,
    attempts: [{ id: 'c2', status: 'failed', finishedAt: 1 }],
  });
});

it('is listed newest first, page by page, also where many were created at one instant', async () => {
  for (const id of ['p1', 'p2', 'p3', 'p4', 'p5'])
    await createRun(ingest, runOrder(id, { dataset: 'paged', createdAt: id < 'p3' ? 1 : 2 }));
  const seen: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listRuns(gateway, { dataset: 'paged', limit: 2, cursor });
    if ('malformed' in page) throw new Error('malformed');
    seen.push(page.runs.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual([['p5', 'p4'], ['p3', 'p2'], ['p1']]);
  expect(await listRuns(gateway, { limit: 2, cursor: 'WyJ4Il0' })).toEqual({ malformed: 'cursor' });
  expect(await listRuns(gateway, { dataset: 'paged', status: 'failed', limit: 2 })).toEqual({ runs: [], next: null });
});

it('is listed for its report, whether it succeeded or failed', async () => {
  for (const id of ['r1', 'r2', 'r3', 'r4']) await createRun(ingest, runOrder(id, { dataset: 'reported' }));
  await finishRun(ingest, 'r1', { status: 'succeeded', counts, report: { of: 'r1' }, finishedAt: 1 });
  await finishRun(ingest, 'r2', { status: 'failed', reason: 'x', counts, report: { of: 'r2' }, finishedAt: 1 });
  await finishRun(ingest, 'r3', { status: 'failed', reason: 'x', counts, report: null, finishedAt: 1 });
  const asked = { dataset: 'reported', limit: 1 };
  const first = await listReports(gateway, asked);
  expect(first).toEqual({ reports: [{ of: 'r2' }], next: expect.any(String) });
  const cursor = ('next' in first && first.next) || undefined;
  expect(await listReports(gateway, { ...asked, cursor })).toEqual({ reports: [{ of: 'r1' }], next: null });
  const runs = await listRuns(gateway, { ...asked, limit: 9 });
  expect('runs' in runs && runs.runs.map((run) => [run.id, 'report' in run])).toEqual(
    ['r4', 'r3', 'r2', 'r1'].map((id) => [id, false]),
  );
});
