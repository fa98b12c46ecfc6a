// What the driver relies on, and what Neon refuses: each by the driver itself or by the HTTP it speaks.
import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../client.ts';
import { isOutage, isOvertime } from '../outage.ts';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { anyPort } from './port.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let database: TestDatabase;
let sql: ReturnType<typeof connect>['$client'];
beforeAll(async () => {
  database = await testDatabase();
  sql = connect({ DATABASE_URL: database.ownerUrl, NEON_LOCAL: database.neonLocal }).$client;
  await sql`CREATE TABLE note (id integer PRIMARY KEY, text text)`;
});
afterAll(() => database.drop());

/** What the driver sends, by hand. */
async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://${database.neonLocal}/sql`, {
    method: 'POST',
    body,
    headers: { 'Neon-Connection-String': database.ownerUrl, ...headers },
  });
  return { status: response.status, json: await response.json() };
}

const failure = (asked: Promise<unknown>): Promise<NeonDbError> =>
  asked.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: NeonDbError) => error,
  );

describe('one query', () => {
  it('gives every type as the driver reads it', async () => {
    const [row] = await sql`
      SELECT 1 AS i, 2::bigint AS big, 1.5::float8 AS f, true AS b, NULL AS n, 'é"\\' AS t,
        '{"a": [1]}'::jsonb AS j, ARRAY[1, 2] AS a, '2026-11-20T12:00:00Z'::timestamptz AS at, ${'p'}::text AS p`;
    expect(row).toEqual({
      i: 1,
      big: '2',
      f: 1.5,
      b: true,
      n: null,
      t: 'é"\\',
      j: { a: [1] },
      a: [1, 2],
      at: '2026-11-20 12:00:00+00',
      p: 'p',
    });
  });

  it('is one statement: a second one in the same text is refused, as on Neon', async () => {
    expect((await failure(sql.query('SELECT 1; SELECT 2'))).code).toBe('42601');
  });

  it('leaves no transaction behind for whoever comes next', async () => {
    await sql.query('BEGIN');
    await sql`INSERT INTO note VALUES (100, 'half')`;
    expect(await sql`SELECT id FROM note WHERE id = 100`).toEqual([{ id: 100 }]);
    const other = new pg.Client({ connectionString: database.ownerUrl });
    await other.connect();
    expect((await other.query('SELECT id FROM note WHERE id = 100')).rows).toEqual([{ id: 100 }]);
    await other.end();
  });

  it('says what went wrong in the fields that Neon gives', async () => {
    await sql`INSERT INTO note VALUES (1, 'one')`;
    const error = await failure(sql`INSERT INTO note VALUES (1, 'again')`);
    expect(error).toBeInstanceOf(NeonDbError);
    expect(error).toMatchObject({
      code: '23505',
      severity: 'ERROR',
      detail: 'Key (id)=(1) already exists.',
      schema: 'public',
      table: 'note',
      constraint: 'note_pkey',
    });
    expect(isOutage(error)).toBe(false);
  });
});

describe('a batch', () => {
  it('is one transaction: all or nothing', async () => {
    await failure(sql.transaction([sql`INSERT INTO note VALUES (2, 'two')`, sql`SELECT 1 / 0`]));
    expect(await sql`SELECT id FROM note WHERE id = 2`).toEqual([]);
    const [, rows] = await sql.transaction([
      sql`INSERT INTO note VALUES (2, 'two')`,
      sql`SELECT text FROM note WHERE id = 2`,
    ]);
    expect(rows).toEqual([{ text: 'two' }]);
  });

  it('has the isolation it asks for', async () => {
    const levelOf = async (options: { isolationLevel: 'ReadCommitted' | 'Serializable'; readOnly?: boolean }) => {
      const [rows] = await sql.transaction<false, false>(
        [
          sql`SELECT current_setting('transaction_isolation') AS level, current_setting('transaction_read_only') AS readonly`,
        ],
        options,
      );
      return rows?.[0];
    };
    expect(await levelOf({ isolationLevel: 'ReadCommitted' })).toEqual({ level: 'read committed', readonly: 'off' });
    expect(await levelOf({ isolationLevel: 'Serializable', readOnly: true })).toEqual({
      level: 'serializable',
      readonly: 'on',
    });
    expect((await failure(sql.transaction([sql`DELETE FROM note`], { readOnly: true }))).code).toBe('25006');
  });
});

describe('the wire', () => {
  const query = JSON.stringify({ query: 'SELECT 1 AS one, true AS yes', params: [] });

  it('gives rows as arrays of text when the driver asks so, else as JSON has them', async () => {
    const asDriver = await post(query, { 'Neon-Array-Mode': 'true', 'Neon-Raw-Text-Output': 'true' });
    expect(asDriver.json).toMatchObject({ command: 'SELECT', rowCount: 1, rows: [['1', 't']], rowAsArray: true });
    const plain = await post(query);
    expect(plain.json).toMatchObject({ rows: [{ one: 1, yes: true }], rowAsArray: false });
  });

  it.each([
    ['no JSON', '{', {}, 400],
    ['no query', '{}', {}, 400],
    ['an object for a parameter', JSON.stringify({ query: 'SELECT $1', params: [{}] }), {}, 400],
    ['an unknown isolation', JSON.stringify({ queries: [] }), { 'Neon-Batch-Isolation-Level': 'Chaos' }, 400],
    ['a connection string that is none', query, { 'Neon-Connection-String': 'nonsense' }, 400],
    ['a wrong password', query, { 'Neon-Connection-String': 'postgresql://gateway:wrong@h/postgres' }, 400],
    ['more than Neon takes', ' '.repeat(64 * 1024 * 1024 + 1), {}, 413],
  ])('answers %s with its status, and goes on', async (_, body, headers, status) => {
    expect((await post(body, headers)).status).toBe(status);
    expect((await post(query)).status).toBe(200);
  });

  it('keeps a connection longer than Workers do: they hang up, and never lose what they just asked', async () => {
    const response = await fetch(`http://${database.neonLocal}/sql`, { method: 'POST' });
    expect(response.headers.get('Keep-Alive')).toBe('timeout=60');
  });

  it('survives clients that leave in the middle', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const leaving = AbortSignal.timeout(20);
        await fetch(`http://${database.neonLocal}/sql`, {
          method: 'POST',
          body: JSON.stringify({ query: 'SELECT pg_sleep(0.2)' }),
          headers: { 'Neon-Connection-String': database.ownerUrl },
          signal: leaving,
        }).catch(() => {});
      }),
    );
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  it('waits in line when more ask than it has connections', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => sql`SELECT ${i}::integer AS i, pg_sleep(0.01)`),
    );
    expect(answers.map(([row]) => row?.['i'])).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });
});

describe('an outage', () => {
  it('is a connection that the server ends, and over with the next one', async () => {
    const dying = sql`SELECT pg_terminate_backend(pg_backend_pid())`;
    expect(isOutage(await failure(dying))).toBe(true);
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  it('is an endpoint without a Postgres behind it', async () => {
    const endpoint = await startNeonEndpoint({ port: 0, postgresPort: await anyPort() });
    const url = 'postgresql://gateway:secret@127.0.0.1:1/wattmesh';
    const db = connect({ DATABASE_URL: url, NEON_LOCAL: endpoint.address });
    expect(isOutage(await failure(db.$client`SELECT 1`))).toBe(true);
    expect(isOutage(await failure(Promise.resolve(db.execute('SELECT 1'))))).toBe(true);
    await endpoint.stop();
    expect(isOutage(await failure(db.$client`SELECT 1`))).toBe(true);
  });

  it('is a password that is no longer ours, and a statement that ran too long: later may help', async () => {
    const url = new URL(database.url('gateway'));
    url.password = 'old';
    const locked = connect({ DATABASE_URL: url.href, NEON_LOCAL: database.neonLocal });
    expect(isOutage(await failure(locked.$client`SELECT 1`))).toBe(true);
    const slow = await failure(sql.transaction([sql`SET LOCAL statement_timeout = 20`, sql`SELECT pg_sleep(5)`]));
    expect(slow.code).toBe('57014');
    expect([isOutage(slow), isOvertime(slow)]).toEqual([true, true]);
  });

  it('is nothing that Postgres has not said', () => {
    expect(isOutage(new Error('fetch failed'))).toBe(false);
    expect(isOutage(undefined)).toBe(false);
  });
});

it('keeps a real Neon and the local stand-in apart in one program', async () => {
  const { fetchEndpoint } = neonConfig;
  if (typeof fetchEndpoint === 'string') throw new Error('want a function');
  expect(fetchEndpoint('ep-cool-name-123.eu-central-1.aws.neon.tech', 5432)).toBe(
    'https://api.eu-central-1.aws.neon.tech/sql',
  );
  const { hostname, port } = new URL(database.ownerUrl);
  expect(fetchEndpoint(hostname, port)).toBe(`http://${database.neonLocal}/sql`);
  expect(await neon(database.ownerUrl)`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});
