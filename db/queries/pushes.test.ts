import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { runOrder } from '../local/test-run.ts';
import { acceptPush, createPushRun, type Push, pushesOf, uninterrupted, waitingPushes } from './pushes.ts';

let database: TestDatabase;
let ingest: Db;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
});
afterAll(() => database.drop());

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
  expect(await createPushRun(ingest, { ...runOrder('push-run', { trigger: 'push' }), pushes: ids })).toBe(true);
  expect(await createPushRun(ingest, { ...runOrder('push-run', { trigger: 'push' }), pushes: ids })).toBe(false);
  await createPushRun(ingest, { ...runOrder('other-push-run', { trigger: 'push' }), pushes: ids });
  expect(await waitingPushes(ingest, { ids })).toEqual([]);
  expect((await pushesOf(ingest, 'push-run')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/1', 'inbox/2']);
  expect(await pushesOf(ingest, 'other-push-run')).toEqual([]);
});

it('is handed over to a run that stands in for the one that had it', async () => {
  const instead = { ...runOrder('stand-in', { trigger: 'push' }), pushes: [candidate('1').id], instead: 'push-run' };
  expect(await createPushRun(ingest, instead)).toBe(true);
  expect((await pushesOf(ingest, 'stand-in')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/1']);
  expect((await pushesOf(ingest, 'push-run')).map(({ lakeKey }) => lakeKey)).toEqual(['inbox/2']);
  // What another run has by now is not taken away from it.
  await createPushRun(ingest, { ...instead, ...runOrder('too-late', { trigger: 'push' }) });
  expect(await pushesOf(ingest, 'too-late')).toEqual([]);
});

async function accepted(number: number, dataset = 'city'): Promise<Push> {
  const acceptance = await acceptPush(ingest, {
    id: crypto.randomUUID(),
    client: 'client',
    idempotencyKey: `${dataset} ${number}`,
    dataset,
    bodySha256: 'b',
    rows: 1,
    lakeKey: `inbox/${dataset}/${number}`,
    acceptedAt: number * 1_000,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.push;
}
const keys = (groups: readonly (readonly Push[])[]) =>
  groups.map((group) => group.map(({ acceptedAt }) => acceptedAt / 1_000));

it('never passes older pushes for newer ones than another that came between', async () => {
  const [first, second, third, fourth, fifth] = [1, 2, 3, 4, 5].map((number) => accepted(number));
  await accepted(3.5, 'gas');
  const asked = await Promise.all([first!, second!, fourth!, fifth!]);
  await third;
  expect(keys(await uninterrupted(ingest, 'city', asked))).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

it('keeps together what came together', async () => {
  const pushes = await Promise.all([11, 12, 13].map((number) => accepted(number)));
  expect(keys(await uninterrupted(ingest, 'city', pushes))).toEqual([[11, 12, 13]]);
  expect(await uninterrupted(ingest, 'city', [])).toEqual([]);
});
