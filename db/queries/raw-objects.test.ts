import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type Db } from '../client.ts';
import { type TestDatabase, testDatabase } from '../local/test-database.ts';
import { recordRawObject } from './raw-objects.ts';
import { createRun } from './runs.ts';

let database: TestDatabase;
let ingest: Db;
let another: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  ingest = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
  another = new pg.Client(database.url('ingest'));
  await another.connect();
});
afterAll(async () => {
  await another.end();
  await database.drop();
});

const recorded = (dataset: string, lakeKey: string) =>
  recordRawObject(ingest, {
    run: `run of ${dataset}`,
    dataset,
    feed: 'live',
    source: 'rte',
    lakeKey,
    sha256: 'a'.repeat(64),
    bytes: 12,
    fetchedAt: 5_500,
    simulated: false,
  });

it('is recorded after those that began before it: no lower id is still to come when one can be seen', async () => {
  for (const dataset of ['gas', 'city'])
    await createRun(ingest, {
      id: `run of ${dataset}`,
      dataset,
      feed: 'live',
      trigger: 'cron',
      requestId: 'request-1',
      from: 1_000,
      to: 2_000,
      createdAt: 5_000,
    });
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
