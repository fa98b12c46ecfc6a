// What the mesh writes about its own work, each by the role that does it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { createClient, findClient, setSecret } from './clients.ts';
import { feedStates } from './feed-states.ts';
import { latestIssue, type NewPrediction, savePredictions } from './predictions.ts';
import { acceptPush, createPushRun, pushesOf, waitingPushes } from './pushes.ts';
import { OriginError, rawObjectsOf, recordRawObject } from './raw-objects.ts';
import { rejectsOf, saveRejects } from './rejects.ts';
import { listReports, listRuns } from './run-pages.ts';
import { createRun, findRun, finishRun, type NewRun, openRuns, stepRun } from './runs.ts';

let database: TestDatabase;
let ingest: Db;
let gateway: Db;
let predict: Db;
let owner: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
  gateway = as(database.url('gateway'));
  predict = as(database.url('predict'));
  owner = as(database.ownerUrl);
});
afterAll(() => database.drop());

const order = (id: string, over: Partial<NewRun> = {}): NewRun => ({
  id,
  dataset: 'consumption',
  feed: 'national-live',
  trigger: 'cron',
  requestId: 'request-1',
  from: 1_000,
  to: 2_000,
  createdAt: 5_000,
  ...over,
});
const counts = { extracted: 7, inserted: 1, updated: 2, unchanged: 3, outranked: 0, rejected: 1 };
const rawOf = (run: string, lakeKey: string) => ({
  run,
  dataset: 'consumption',
  feed: 'national-live',
  source: 'rte',
  lakeKey,
  sha256: 'a'.repeat(64),
  bytes: 12,
  fetchedAt: 5_500,
  simulated: false,
});

describe('a run', () => {
  it('is created once, goes step by step, and ends once', async () => {
    expect(await createRun(ingest, order('life'))).toBe(true);
    expect(await createRun(ingest, order('life', { requestId: 'another tick' }))).toBe(false);
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
      [order('c1', { ...feed, to: 3_000 }), 'succeeded'],
      [order('c2', { ...feed, to: 9_000 }), 'failed'],
      [order('c3', { ...feed, to: 8_000, trigger: 'push' }), 'succeeded'],
      [order('c4', { ...feed, to: 4_000, trigger: 'request' }), 'succeeded'],
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
      await createRun(ingest, order(id, { dataset: 'paged', createdAt: id < 'p3' ? 1 : 2 }));
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
    for (const id of ['r1', 'r2', 'r3', 'r4']) await createRun(ingest, order(id, { dataset: 'reported' }));
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
});

describe('a raw object', () => {
  it('is recorded once for one lake key, also by two at once', async () => {
    await createRun(ingest, order('raw'));
    const ids = await Promise.all([1, 2, 3].map(() => recordRawObject(ingest, rawOf('raw', 'raw/one'))));
    expect(new Set(ids).size).toBe(1);
    expect(await recordRawObject(ingest, rawOf('raw', 'raw/two'))).toBeGreaterThan(ids[0]!);
    expect((await rawObjectsOf(gateway, 'raw')).map(({ lakeKey, fetchedAt }) => [lakeKey, fetchedAt])).toEqual([
      ['raw/one', 5_500],
      ['raw/two', 5_500],
    ]);
  });

  it('of the other world is refused, and leaves nothing behind', async () => {
    const simulated = recordRawObject(ingest, { ...rawOf('raw', 'raw/three'), simulated: true });
    await expect(simulated).rejects.toThrow(OriginError);
    await expect(simulated).rejects.toThrow(
      'consumption holds measured facts, got simulated ones (raw/three). Use the database of that world.',
    );
    expect((await rawObjectsOf(gateway, 'raw')).length).toBe(2);
  });

  it('of both worlds at once: one of them is first, the other is refused', async () => {
    const both = [true, false].map((simulated) =>
      recordRawObject(ingest, { ...rawOf('raw', `race/${simulated}`), dataset: 'race', simulated }),
    );
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('rejects', () => {
  it('are saved once, whatever they hold, and read page by page', async () => {
    await createRun(ingest, order('rejects'));
    const raw = await recordRawObject(ingest, rawOf('rejects', 'raw/rejects'));
    const rejects = [
      { reject: { where: 'line 3', reason: 'load_mw: got "?", want a number', fragment: '"a\\b", {x}, NULL' } },
      { reject: { where: 'line 9', reason: "area: got 'XX'", fragment: '' } },
      { reject: { where: 'line 9', reason: 'at: got nothing', fragment: 'é' } },
    ];
    await saveRejects(ingest, 'rejects', raw, rejects);
    await saveRejects(ingest, 'rejects', raw, rejects);
    await saveRejects(ingest, 'rejects', raw, []);
    const first = await rejectsOf(gateway, 'rejects', { limit: 2 });
    if ('malformed' in first) throw new Error('malformed');
    const rest = await rejectsOf(gateway, 'rejects', { limit: 2, cursor: first.next ?? '' });
    if ('malformed' in rest) throw new Error('malformed');
    expect(
      [...first.rejects, ...rest.rejects].map(({ where, reason, fragment }) => ({
        reject: { where, reason, fragment },
      })),
    ).toEqual(rejects);
    expect(rest.next).toBeNull();
    expect(await rejectsOf(gateway, 'rejects', { limit: 2, cursor: 'bm8' })).toEqual({ malformed: 'cursor' });
  });
});

describe('a push', () => {
  const candidate = (id: string, over: object = {}) => ({
    id: `00000000-0000-4000-8000-00000000000${id}`,
    client: 'client-1',
    idempotencyKey: 'key-1',
    dataset: 'consumption',
    bodySha256: 'b'.repeat(64),
    rows: 3,
    lakeKey: `inbox/${id}`,
    acceptedAt: 1_000 + Number(id),
    ...over,
  });

  it('is accepted once per client and key; the same key with another body is a conflict', async () => {
    expect(await acceptPush(ingest, candidate('1'))).toMatchObject({
      outcome: 'accepted',
      push: { lakeKey: 'inbox/1', run: null },
    });
    expect(await acceptPush(ingest, candidate('2'))).toMatchObject({
      outcome: 'repeated',
      push: { lakeKey: 'inbox/1' },
    });
    expect(await acceptPush(ingest, candidate('2', { bodySha256: 'c' }))).toEqual({ outcome: 'conflict' });
    expect(await acceptPush(ingest, candidate('2', { dataset: 'other' }))).toEqual({ outcome: 'conflict' });
    expect(await acceptPush(ingest, candidate('2', { client: 'client-2' }))).toMatchObject({ outcome: 'accepted' });
  });

  it('sent twice at once is accepted once', async () => {
    const both = await Promise.all(
      [candidate('3', { idempotencyKey: 'at once' }), candidate('4', { idempotencyKey: 'at once' })].map((one) =>
        acceptPush(ingest, one),
      ),
    );
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'repeated']);
  });

  it('waits until a run claims it, and is claimed by one run only', async () => {
    const ids = [candidate('1').id, candidate('2').id];
    expect((await waitingPushes(ingest, { ids })).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/1', 'inbox/2']);
    expect(await createPushRun(ingest, { ...order('push-run', { trigger: 'push' }), pushes: ids })).toBe(true);
    expect(await createPushRun(ingest, { ...order('push-run', { trigger: 'push' }), pushes: ids })).toBe(false);
    await createPushRun(ingest, { ...order('other-push-run', { trigger: 'push' }), pushes: ids });
    expect(await waitingPushes(ingest, { ids })).toEqual([]);
    expect((await pushesOf(ingest, 'push-run')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/1', 'inbox/2']);
    expect(await pushesOf(ingest, 'other-push-run')).toEqual([]);
  });

  it('is handed over to a run that stands in for the one that had it', async () => {
    const instead = { ...order('stand-in', { trigger: 'push' }), pushes: [candidate('1').id], instead: 'push-run' };
    expect(await createPushRun(ingest, instead)).toBe(true);
    expect((await pushesOf(ingest, 'stand-in')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/1']);
    expect((await pushesOf(ingest, 'push-run')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/2']);
    // What another run has by now is not taken away from it.
    await createPushRun(ingest, { ...instead, ...order('too-late', { trigger: 'push' }) });
    expect(await pushesOf(ingest, 'too-late')).toEqual([]);
  });
});

describe('a prediction', () => {
  const stored = (over: Partial<NewPrediction> = {}): NewPrediction => ({
    model: 'load-day-ahead',
    entity: 'FR',
    issuedAt: 10_000,
    validAt: 20_000,
    release: 'r1',
    onnxSha256: 'a',
    featureSha256: 'b',
    source: 'model',
    reason: null,
    features: [1.5, Number.NaN],
    values: { load_mw: 60_000 },
    simulated: false,
    createdAt: 10_001,
    ...over,
  });

  it('stays as it was stored first', async () => {
    expect(await latestIssue(predict, 'load-day-ahead')).toBeNull();
    expect(await savePredictions(predict, [stored(), stored({ validAt: 30_000, issuedAt: 11_000 })])).toBe(2);
    expect(await savePredictions(predict, [stored({ values: { load_mw: 1 } })])).toBe(0);
    expect(await savePredictions(predict, [])).toBe(0);
    expect(await latestIssue(predict, 'load-day-ahead')).toBe(11_000);
    const [row] = await predict.$client`SELECT features, "values" FROM prediction WHERE valid_at = to_timestamp(20)`;
    expect(row).toEqual({ features: [1.5, Number.NaN], values: { load_mw: 60_000 } });
  });
});

describe('a client', () => {
  it('is made by the owner, found by the gateway, and not replaced', async () => {
    const one = {
      id: 'local',
      name: 'Local',
      secretSha256: 'd'.repeat(64),
      scopes: ['read', 'admin'] as const,
      createdAt: 1_000,
    };
    expect(await createClient(owner, { ...one, scopes: [...one.scopes] })).toBe(true);
    expect(await createClient(owner, { ...one, scopes: [], name: 'Another' })).toBe(false);
    expect(await findClient(gateway, 'local')).toEqual({ ...one, revokedAt: null });
    expect(await findClient(gateway, "' OR true --")).toBeNull();
    expect(await setSecret(owner, 'local', 'b'.repeat(64))).toBe(true);
    expect(await findClient(gateway, 'local')).toEqual({ ...one, secretSha256: 'b'.repeat(64), revokedAt: null });
    expect(await setSecret(owner, 'nobody', 'b'.repeat(64))).toBe(false);
  });
});
