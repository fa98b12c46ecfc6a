// A test database with a connection and a run to hang raw objects on: what a test of a query stands on.
import type { Instant } from '../../data/time.ts';
import { connect, type Db } from '../client.ts';
import { recordRawObject } from '../queries/raw-objects.ts';
import { createRun } from '../queries/runs.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

export interface TestWorld {
  readonly database: TestDatabase;
  /** As the role that ingests. */
  readonly db: Db;
  /** A raw object that was fetched then. */
  fetched(
    at: Instant,
    source?: string,
    options?: { readonly simulated?: boolean },
  ): Promise<{ readonly id: number; readonly fetchedAt: Instant }>;
}

export async function testWorld(dataset: string): Promise<TestWorld> {
  const database = await testDatabase();
  const db = connect({ DATABASE_URL: database.url('ingest'), NEON_LOCAL: database.neonLocal });
  const run = { id: 'run-1', dataset, feed: 'feed', trigger: 'request', requestId: 'request-1' } as const;
  await createRun(db, { ...run, from: 0, to: 1, createdAt: 0 });
  let objects = 0;
  return {
    database,
    db,
    async fetched(fetchedAt, source = 'source-1', { simulated = false } = {}) {
      const lakeKey = `raw/${dataset}/${++objects}`;
      const object = { run: run.id, dataset, feed: run.feed, source, lakeKey, sha256: '0'.repeat(64), bytes: 1 };
      return { id: await recordRawObject(db, { ...object, fetchedAt, simulated }), fetchedAt };
    },
  };
}
