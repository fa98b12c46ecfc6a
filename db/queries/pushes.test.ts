import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { acceptPush, type Push, uninterrupted } from './pushes.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await testDatabase();
  db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
});
afterAll(() => database.drop());

async function accepted(number: number, dataset = 'city'): Promise<Push> {
  const acceptance = await acceptPush(db, {
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
  expect(keys(await uninterrupted(db, 'city', asked))).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

it('keeps together what came together', async () => {
  const pushes = await Promise.all([11, 12, 13].map((number) => accepted(number)));
  expect(keys(await uninterrupted(db, 'city', pushes))).toEqual([[11, 12, 13]]);
  expect(await uninterrupted(db, 'city', [])).toEqual([]);
});
