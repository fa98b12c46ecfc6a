import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumption } from '../data/consumption/dataset.ts';
import { commentStatements } from './comments.ts';
import { type TestDatabase, testDatabase } from './local/test-database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const tables =
  "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'";

describe('comments', () => {
  it('are on every table', async () => {
    const { rows } = await client.query(`SELECT relname, obj_description(c.oid) AS comment ${tables}`);
    expect(rows.length).toBeGreaterThanOrEqual(9);
    expect(rows.filter(({ comment }) => !comment)).toEqual([]);
  });

  it('are on every column, also of datasets to come', async () => {
    const { rows } = await client.query(`
      SELECT relname, attname, col_description(c.oid, attnum) AS comment
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped`);
    expect(rows.length).toBeGreaterThan(120);
    expect(rows.filter(({ comment }) => !comment)).toEqual([]);
  });

  it('cannot be forgotten by a dataset', () => {
    const { load_mw, ...notes } = consumption.notes;
    expect(load_mw).toMatch(/MW/);
    expect(() => commentStatements([{ ...consumption, notes }])).toThrow('consumption.load_mw has no note');
  });
});

describe('migrating again', () => {
  const everything = `
    SELECT nspname, relname, relacl::text, obj_description(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('public', 'analytics') ORDER BY 1, 2`;

  it('changes nothing', async () => {
    const before = await client.query(everything);
    await migrate(database.ownerUrl);
    expect((await client.query(everything)).rows).toEqual(before.rows);
  });

  it('may happen twice at once: two deploys take turns', async () => {
    const before = await client.query(everything);
    await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);
    expect((await client.query(everything)).rows).toEqual(before.rows);
  });

  it('takes back what is no longer granted', async () => {
    await client.query('GRANT DELETE ON consumption TO gateway');
    await migrate(database.ownerUrl);
    const { rows } = await client.query("SELECT has_table_privilege('gateway', 'consumption', 'DELETE') AS may");
    expect(rows).toEqual([{ may: false }]);
  });
});
