// Each role tries what it must not do. What it may do, the tests of the queries show.
import { doublePrecision, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant, provenance, provenanceChecks } from '../data/columns.ts';
import { consumption } from '../data/consumption/dataset.ts';
import { type DatasetDefinition, defineDataset } from '../data/dataset.ts';
import { DAY } from '../data/time.ts';
import { type TestDatabase, testDatabase } from './local/test-database.ts';
import { migrate } from './migrate.ts';
import { ROLES, type Role } from './roles.ts';

const DENIED = '42501';
const FACTS = ['area', 'at', 'load_mw', 'load_quality', 'load_known_at', 'load_raw'].join();

let database: TestDatabase;
const clients = new Map<Role | 'owner', pg.Client>();
beforeAll(async () => {
  database = await testDatabase();
  for (const role of [...ROLES, 'owner'] as const) {
    const url = role === 'owner' ? database.ownerUrl : database.url(role);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    await client.connect();
    clients.set(role, client);
  }
  await clients.get('owner')?.query(`
    INSERT INTO dataset_origin VALUES ('consumption', false);
    INSERT INTO run (id, dataset, feed, trigger, request_id, window_from, window_to, status, created_at)
      VALUES ('r', 'consumption', 'f', 'cron', 'q', now(), now() + interval '1 hour', 'running', now());
    INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
      VALUES ('r', 'consumption', 'f', 'odre', 'raw/1', repeat('0', 64), 1, now(), false);
    INSERT INTO consumption (${FACTS}) VALUES ('FR', '2026-11-20T12:00Z', 60000, 'real time', now(), 1);`);
});
afterAll(async () => {
  for (const client of clients.values()) await client.end();
  await database.drop();
});

/** `ok`, or the SQLSTATE of the refusal. Nothing stays. */
async function tried(role: Role, statement: string): Promise<string> {
  const client = clients.get(role)!;
  await client.query('BEGIN');
  try {
    await client.query(statement);
    return 'ok';
  } catch (error) {
    return error instanceof pg.DatabaseError ? String(error.code) : String(error);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe('the gateway', () => {
  it.each([
    'SELECT * FROM consumption',
    'SELECT * FROM run',
    'SELECT * FROM reject',
    'SELECT * FROM analytics.revision',
    'SELECT * FROM prediction',
    'SELECT secret_sha256 FROM client',
  ])('may %s', async (statement) => {
    expect(await tried('gateway', statement)).toBe('ok');
  });
  it.each([
    `INSERT INTO consumption (${FACTS}) VALUES ('FR', now(), 1, 'real time', now(), 1)`,
    'UPDATE consumption SET load_mw = 1',
    'DELETE FROM consumption',
    "UPDATE client SET scopes = '{admin}'",
    "INSERT INTO client VALUES ('me', 'me', repeat('0', 64), '{admin}', now())",
    "UPDATE run SET status = 'failed'",
    'SELECT * FROM push',
    'SELECT * FROM public.revision',
    'SELECT * FROM answer',
    'SELECT * FROM analytics.reject',
    'TRUNCATE consumption',
  ])('must not %s', async (statement) => {
    expect(await tried('gateway', statement)).toBe(DENIED);
  });
});

describe('ingest', () => {
  it('cannot mix simulated objects into a dataset of measured facts, even by its own hand', async () => {
    const object = (simulated: boolean) =>
      tried(
        'ingest',
        `INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
         VALUES ('r', 'consumption', 'f', 'odre', 'raw/2', repeat('0', 64), 1, now(), ${simulated})`,
      );
    expect([await object(false), await object(true)]).toEqual(['ok', '23503']);
  });

  it.each([
    'DELETE FROM consumption',
    'TRUNCATE consumption',
    'DELETE FROM raw_object',
    "UPDATE raw_object SET sha256 = repeat('1', 64)",
    'UPDATE dataset_origin SET simulated = true',
    'UPDATE revision SET known_at = now()',
    'DELETE FROM revision',
    'SELECT * FROM client',
    'SELECT * FROM prediction',
  ])('must not %s', async (statement) => {
    expect(await tried('ingest', statement)).toBe(DENIED);
  });
});

describe('predict', () => {
  it('forgets answers, and nothing else', async () => {
    expect(await tried('predict', "DELETE FROM answer WHERE created_at < now() - interval '30 days'")).toBe('ok');
  });
  it.each([
    'UPDATE consumption SET load_mw = 1',
    'UPDATE prediction SET "values" = \'{}\'',
    'DELETE FROM prediction',
    'UPDATE answer SET "values" = \'{}\'',
    'TRUNCATE answer',
    'SELECT * FROM client',
    'SELECT * FROM run',
  ])('must not %s', async (statement) => {
    expect(await tried('predict', statement)).toBe(DENIED);
  });
});

describe('monitor', () => {
  it.each([
    'SELECT * FROM analytics.revision',
    "INSERT INTO scored_day VALUES ('m', '2026-11-20', 'f', now())",
    'DELETE FROM score',
    'UPDATE drift SET is_alert = false',
    "DELETE FROM drift WHERE day < '2025-01-01'",
    'SELECT features, "values" FROM answer WHERE model = \'city-score\' AND entity IS NULL ORDER BY created_at DESC LIMIT 1',
  ])('may %s', async (statement) => {
    expect(await tried('monitor', statement)).toBe('ok');
  });
  it.each([
    'SELECT * FROM public.revision',
    'SELECT * FROM answer',
    'SELECT id FROM answer',
    'SELECT request_id FROM answer',
    'DELETE FROM answer',
    'UPDATE score SET steps = 1',
    "INSERT INTO revision (dataset) VALUES ('consumption')",
    'UPDATE consumption SET load_mw = 1',
    "UPDATE run SET status = 'failed'",
    'DELETE FROM prediction',
    'SELECT * FROM client',
    'SELECT * FROM push',
  ])('must not %s', async (statement) => {
    expect(await tried('monitor', statement)).toBe(DENIED);
  });
});

describe('an analyst', () => {
  it('sees facts with their provenance spelt out', async () => {
    const { rows } = await clients
      .get('analyst')!
      .query('SELECT area, load_mw, load_quality, load_source, simulated FROM analytics.consumption');
    expect(rows).toEqual([
      { area: 'FR', load_mw: 60_000, load_quality: 'real time', load_source: 'odre', simulated: false },
    ]);
  });
  it.each([
    'SELECT * FROM public.consumption',
    'SELECT * FROM public.client',
    'SELECT * FROM public.push',
    'SELECT * FROM public.answer',
    'DELETE FROM analytics.raw_object',
    'UPDATE analytics.run SET dataset = dataset',
    'CREATE VIEW analytics.mine AS SELECT 1',
    'CREATE TABLE public.mine ()',
  ])('must not %s', async (statement) => {
    expect(await tried('analyst', statement)).toBe(DENIED);
  });
});

describe('privacy', () => {
  it('has nothing to do with facts about no person', async () => {
    expect(await tried('privacy', 'SELECT * FROM consumption')).toBe(DENIED);
    expect(await tried('privacy', 'DELETE FROM consumption')).toBe(DENIED);
  });
});

describe('every role', () => {
  it.each(ROLES)(
    '%s makes nothing, becomes nobody else, and is cut off when a question takes too long',
    async (role) => {
      expect(await tried(role, 'CREATE TABLE mine ()')).toBe(role === 'analyst' ? '3F000' : DENIED);
      expect(await tried(role, 'CREATE TEMP TABLE mine ()')).toBe(DENIED);
      expect(await tried(role, 'SET ROLE wattmesh_owner')).toBe(DENIED);
      expect(await tried(role, 'SELECT * FROM pg_authid')).toBe(DENIED);
      expect(await tried(role, 'ALTER TABLE public.consumption ADD COLUMN mine text')).toBe(DENIED);
      const { rows } = await clients
        .get(role)!
        .query<{ seconds: number }>(
          "SELECT extract(epoch FROM current_setting('statement_timeout')::interval)::integer AS seconds",
        );
      expect(rows[0]!.seconds).toBeGreaterThan(0);
      expect(rows[0]!.seconds).toBeLessThanOrEqual(300);
    },
  );
  it('is none of a superuser, a maker of roles or a maker of databases; nor is the owner a superuser', async () => {
    const { rows } = await clients
      .get('owner')!
      .query(
        'SELECT rolname FROM pg_roles WHERE rolname = ANY($1) AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls)',
        [ROLES],
      );
    expect(rows).toEqual([]);
    const owner = await clients.get('owner')!.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
    expect(owner.rows).toEqual([{ rolsuper: false }]);
  });
});

describe('a dataset about persons', () => {
  const table = pgTable(
    'resident',
    {
      person: text('person').notNull(),
      at: instant('at').notNull(),
      kwh: doublePrecision('kwh'),
      ...provenance('reading'),
    },
    (t) => [primaryKey({ columns: [t.person, t.at] }), ...provenanceChecks(t, ['reading'])],
  );
  const resident = defineDataset({
    ...consumption,
    id: 'resident',
    table,
    key: ['person', 'at'],
    places: {},
    ranges: {},
    notes: { person: 'Who.', at: 'When.', kwh: 'How much, in kWh.' },
    headline: 'kwh',
    parts: { reading: { columns: ['kwh'], knownAt: () => 0 } },
    feeds: [],
    privacy: {
      subject: { en: 'customers', fr: 'clients' },
      purpose: { en: 'billing', fr: 'facturation' },
      legalBasis: { en: 'contract', fr: 'contrat' },
      retention: 365 * DAY,
      treatment: { person: 'pseudonym' },
    },
  } satisfies DatasetDefinition);

  it('is seen and erased by privacy, written by ingest, and hidden from everybody else', async () => {
    const own = await testDatabase();
    const client = new pg.Client({ connectionString: own.ownerUrl });
    await client.connect();
    await client.query(`
      CREATE TABLE resident (person text, at timestamptz, kwh float8, reading_quality quality,
        reading_known_at timestamptz, reading_raw integer, PRIMARY KEY (person, at));
      INSERT INTO resident VALUES ('p-1', now(), 1)`);
    await client.end();
    await migrate(own.ownerUrl, { definitions: [consumption, resident] });
    const outcome = async (role: Role, statement: string) => {
      const mine = new pg.Client({ connectionString: own.url(role) });
      await mine.connect();
      try {
        await mine.query(statement);
        return 'ok';
      } catch (error) {
        return error instanceof pg.DatabaseError ? error.code : String(error);
      } finally {
        await mine.end();
      }
    };
    for (const role of ['gateway', 'predict', 'monitor', 'analyst'] as const) {
      expect([role, await outcome(role, 'SELECT * FROM public.resident')]).toEqual([role, DENIED]);
    }
    expect(await outcome('analyst', 'SELECT * FROM analytics.resident')).toBe('42P01');
    expect(await outcome('ingest', 'SELECT * FROM resident')).toBe('ok');
    expect(await outcome('ingest', 'DELETE FROM resident')).toBe(DENIED);
    expect(await outcome('privacy', "UPDATE resident SET person = 'p-2'")).toBe(DENIED);
    expect(await outcome('privacy', "DELETE FROM resident WHERE person = 'p-1'")).toBe('ok');
    await own.drop();
  });
});
