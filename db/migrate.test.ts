import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consumption } from '../data/consumption/dataset.ts';
import { commentStatements } from './comments.ts';
import { type TestDatabase, testDatabase } from './local/test-database.ts';
import { startTestServer } from './local/test-server.ts';
import { migrate, sessionUrl, setRolePasswords } from './migrate.ts';

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

/** Somebody else changes a role, and is done when the work waits for it. */
async function besideAnother(ownerUrl: string, change: string, work: () => Promise<unknown>): Promise<void> {
  const other = new pg.Client({ connectionString: ownerUrl });
  await other.connect();
  try {
    await other.query('BEGIN');
    await other.query(change);
    const done = work();
    const waits = vi.waitUntil(
      async () => {
        const { rowCount } = await other.query(
          'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))',
        );
        return rowCount !== 0;
      },
      { timeout: 20_000 },
    );
    await Promise.race([done, waits]);
    await other.query('COMMIT');
    await done;
  } finally {
    await other.end();
  }
}

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

  it('goes on when another database of the server changes the same roles meanwhile', async () => {
    const change = "ALTER ROLE gateway SET timezone = 'UTC'";
    await besideAnother(database.ownerUrl, change, () => migrate(database.ownerUrl));
  });

  it('takes back what is no longer granted', async () => {
    await client.query('GRANT DELETE ON consumption TO gateway');
    await migrate(database.ownerUrl);
    const { rows } = await client.query("SELECT has_table_privilege('gateway', 'consumption', 'DELETE') AS may");
    expect(rows).toEqual([{ may: false }]);
  });
});

describe("the owner's URL", () => {
  it('of a Neon pooler leads to the same database without it', () => {
    const url = 'postgresql://owner:secret@ep-cool-name-123-pooler.eu-central-1.aws.neon.tech/neondb?sslmode=require';
    expect(sessionUrl(url)).toBe(url.replace('-pooler', ''));
    expect(sessionUrl('postgresql://o:s@my-pooler.example.org:5432/db')).toBe(
      'postgresql://o:s@my-pooler.example.org:5432/db',
    );
  });

  it('is asked for where somebody gives that of a role', async () => {
    const want = "got the URL of analyst, who may change nothing here, want the owner's";
    await expect(migrate(database.url('analyst'))).rejects.toThrow(want);
    await expect(setRolePasswords(database.url('analyst'))).rejects.toThrow(want);
  });
});

describe('passwords', () => {
  it('are fresh each time, and the old ones no longer open anything', async () => {
    // On a server of its own: roles are shared by all databases of a server.
    const server = await startTestServer();
    const asked = async (url: string) => {
      const gateway = new pg.Client({ connectionString: url });
      try {
        await gateway.connect();
        return (await gateway.query('SELECT current_user AS me')).rows[0].me;
      } catch (error) {
        return error instanceof pg.DatabaseError ? error.code : String(error);
      } finally {
        await gateway.end();
      }
    };
    expect(await asked(server.roleUrls.gateway)).toBe('gateway');
    let fresh = server.roleUrls;
    await besideAnother(server.ownerUrl, 'ALTER ROLE gateway WITH LOGIN', async () => {
      fresh = await setRolePasswords(server.ownerUrl);
    });
    expect(Object.keys(fresh).sort()).toEqual(['analyst', 'gateway', 'ingest', 'monitor', 'predict', 'privacy']);
    expect(await asked(fresh.gateway)).toBe('gateway');
    expect(await asked(server.roleUrls.gateway)).toBe('28P01');
    await server.stop();
  });
});
