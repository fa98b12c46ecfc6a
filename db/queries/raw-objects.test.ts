import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { rawOf, runOrder } from '../local/test-run.ts';
import { OriginError, rawObjectsOf, recordRawObject } from './raw-objects.ts';
import { createRun } from './runs.ts';

let database: TestDatabase;
let ingest: Db;
let gateway: Db;
let another: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  const as = (url: string) => connect({ DATABASE_URL: url, NEON_LOCAL: database.neonLocal });
  ingest = as(database.url('ingest'));
  gateway = as(database.url('gateway'));
  another = new pg.Client(database.url('ingest'));
  await another.connect();
});
afterAll(async () => {
  await another.end();
  await database.drop();
});

it('is recorded once for one lake key, also by two at once', async () => {
  await createRun(ingest, runOrder('raw'));
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

const recorded = (dataset: string, lakeKey: string) =>
  recordRawObject(ingest, rawOf(`run of ${dataset}`, lakeKey, dataset));

it('is recorded after those that began before it: no lower id is still to come when one can be seen', async () => {
  for (const dataset of ['gas', 'city']) await createRun(ingest, runOrder(`run of ${dataset}`, { dataset }));
  const first = await recorded('gas', 'raw/gas/1');
  await another.query('BEGIN');
  // As one that has begun, and has not yet committed.
  await another.query("SELECT pg_advisory_xact_lock(hashtextextended('raw objects of gas', 0))");
  const { rows } = await another.query<{ id: number }>(
    `INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
     SELECT run_id, dataset, feed, source, 'raw/gas/2', sha256, bytes, fetched_at, simulated FROM raw_object WHERE id = $1
     RETURNING id`,
    [first],
  );
  let isRecorded = false;
  const later = recorded('gas', 'raw/gas/3').then((id) => {
    isRecorded = true;
    return id;
  });
  // Another dataset waits for nobody.
  await recorded('city', 'raw/city/1');
  expect(isRecorded).toBe(false);
  await another.query('COMMIT');
  expect(await later).toBeGreaterThan(rows[0]?.id ?? Number.NaN);
});
