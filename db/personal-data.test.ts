// Who can see persons: for every dataset of the catalogue that is about them, each role tries against the tables as they are migrated.
import { getTableName } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasets } from '../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../data/dataset.ts';
import { isPersonal } from '../data/privacy.ts';
import { type TestDatabase, testDatabase } from './local/test-database.ts';
import { ROLES, type Role } from './roles.ts';

const DENIED = '42501';
const all: readonly DatasetDefinition[] = Object.values(datasets);
const personal = all.filter(isPersonal).map(({ table }) => getTableName(table));

let database: TestDatabase;
const clients = new Map<Role, pg.Client>();
beforeAll(async () => {
  database = await testDatabase();
  for (const role of ROLES) {
    const client = new pg.Client({ connectionString: database.url(role) });
    client.on('error', () => undefined);
    await client.connect();
    clients.set(role, client);
  }
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await database.drop();
});

async function tried(role: Role, statement: string): Promise<string> {
  try {
    await clients.get(role)?.query(statement);
    return 'ok';
  } catch (error) {
    return error instanceof pg.DatabaseError ? String(error.code) : String(error);
  }
}

it('knows the three datasets about customers', () => {
  expect(personal.toSorted()).toEqual(['customer', 'customer_identity', 'customer_survey']);
});

describe.each(personal)('%s', (table) => {
  it.each(['gateway', 'predict', 'monitor', 'analyst'] as const)('is closed to %s, whatever it tries', async (role) => {
    for (const statement of [
      `SELECT 1 FROM public.${table}`,
      `SELECT count(*) FROM public.${table}`,
      `DELETE FROM public.${table}`,
      `UPDATE public.${table} SET customer = 'x'`,
      `COPY public.${table} TO STDOUT`,
    ])
      expect([statement, await tried(role, statement)]).toEqual([statement, DENIED]);
  });

  it('is written by ingest, which sees what it brings up to date and deletes nothing', async () => {
    expect(await tried('ingest', `SELECT customer FROM ${table}`)).toBe('ok');
    expect(await tried('ingest', `DELETE FROM ${table}`)).toBe(DENIED);
    expect(await tried('ingest', `TRUNCATE ${table}`)).toBe(DENIED);
  });

  it('is once more in the schema of replays while one works, for ingest alone', async () => {
    expect(await tried('ingest', `SELECT * FROM replay.${table}`)).toBe('ok');
    for (const role of ROLES.filter((name) => name !== 'ingest'))
      for (const copy of [table, 'revision'])
        expect([role, await tried(role, `SELECT 1 FROM replay.${copy}`)]).toEqual([role, DENIED]);
  });

  it('is read and erased by privacy, which cannot change what it says', async () => {
    expect(await tried('privacy', `SELECT * FROM ${table}`)).toBe('ok');
    expect(await tried('privacy', `DELETE FROM ${table} WHERE customer = 'nobody'`)).toBe('ok');
    expect(await tried('privacy', `UPDATE ${table} SET customer = 'x'`)).toBe(DENIED);
    expect(await tried('privacy', `INSERT INTO ${table} (customer) VALUES ('x')`)).toBe(DENIED);
  });
});

it('shows an analyst no view of them, under any name', async () => {
  const { rows } = await clients
    .get('analyst')!
    .query(
      "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'analytics' AND column_name = 'customer'",
    );
  expect(rows).toEqual([]);
  for (const table of personal) expect(await tried('analyst', `SELECT * FROM analytics.${table}`)).toBe('42P01');
});

it('shows an analyst no record about their runs, objects, rejects or revisions, and nobody earlier values', async () => {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query(`
    INSERT INTO dataset_origin VALUES ('customer', true);
    INSERT INTO run (id, dataset, feed, trigger, request_id, window_from, window_to, status, created_at)
      VALUES ('c', 'customer', 'accounts', 'cron', 'q', now(), now() + interval '1 hour', 'running', now());
    INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
      VALUES ('c', 'customer', 'accounts', 'customer-csv', 'raw/c', repeat('0', 64), 1, now(), true);
    INSERT INTO reject (run_id, raw_id, place, reason, fragment) SELECT 'c', id, 'line 1', 'why', '' FROM raw_object;
    INSERT INTO revision (dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)
      SELECT 'customer', '{p1.x}', now(), 'account', '{"age_years": 34}', 'consolidated', now(), now(), id FROM raw_object`);
  await owner.end();
  for (const role of ['gateway', 'predict', 'monitor', 'analyst'] as const)
    expect([role, await tried(role, 'SELECT 1 FROM public.revision')]).toEqual([role, DENIED]);
  const seen = await clients.get('gateway')!.query(`SELECT * FROM analytics.revision WHERE dataset = 'customer'`);
  expect(seen.rows).toEqual([]);
  for (const record of ['run', 'raw_object', 'reject', 'revision']) {
    const { rows } = await clients
      .get('analyst')!
      .query(`SELECT * FROM analytics.${record} WHERE dataset = 'customer'`);
    expect([record, rows]).toEqual([record, []]);
  }
});
