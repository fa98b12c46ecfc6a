import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SECOND } from '../../data/time.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { databaseFault } from './database-fault.ts';
import { type PostgresAddress, postgresAddress } from './postgres-address.ts';
import { answerLines, type Query, TooManyRows, TooSlow } from './query.ts';

let database: TestDatabase;
let owner: pg.Client;
let address: PostgresAddress;
beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('CREATE TABLE reading (at timestamptz, note text, kelvin numeric(5,2))');
  await owner.query(`INSERT INTO reading VALUES
    ('2026-03-29T03:30:00+02:00', 'the night''s "end"', 285.15), ('2026-03-29T00:30:00Z', E'two\\nlines', NULL)`);
  address = addressOf(database.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

function addressOf(url: string): PostgresAddress {
  const found = postgresAddress(url);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

async function ask(query: Query, { at = address, timeout = 10 * SECOND, maxRows = 1_000_000 } = {}) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of answerLines(at, query, { timeout, maxRows })) text += decoder.decode(bytes);
  return text;
}
const faultOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'nothing went wrong',
    (error: unknown) => databaseFault(error, { tls: false }),
  );

it('gives a row as one line, in the order asked for, with its instants in UTC', async () => {
  const lines = await ask({ sql: 'SELECT * FROM reading ORDER BY at', parameters: [] });
  expect(lines).toBe(
    [
      String.raw`{"at": "2026-03-29T00:30:00+00:00", "note": "two\nlines", "kelvin": null}`,
      String.raw`{"at": "2026-03-29T01:30:00+00:00", "note": "the night's \"end\"", "kelvin": 285.15}`,
      '',
    ].join('\n'),
  );
});

it('gives nothing where there is nothing', async () => {
  expect(await ask({ sql: 'SELECT * FROM reading WHERE at > $1', parameters: ['2027-01-01T00:00:00Z'] })).toBe('');
});

it('is planned to be read to its end', async () => {
  const lines = await ask({ sql: `SELECT current_setting('cursor_tuple_fraction') AS share`, parameters: [] });
  expect(JSON.parse(lines)).toEqual({ share: '1' });
});

it('takes parameters for what they are, whatever they say', async () => {
  const hostile = `x'); DROP TABLE reading; --`;
  const lines = await ask({ sql: 'SELECT $1::text AS told, $2::int AS n', parameters: [hostile, 7] });
  expect(JSON.parse(lines)).toEqual({ told: hostile, n: 7 });
  expect((await owner.query('SELECT count(*)::int AS n FROM reading')).rows).toEqual([{ n: 2 }]);
});

it.each([
  ['writes', `INSERT INTO reading SELECT now(), 'x', 1 RETURNING 1`],
  ['ends its transaction to write', `SELECT 1) q; COMMIT; DELETE FROM reading; SELECT (1`],
  ['hides a function that writes', `SELECT pg_catalog.query_to_xml('DELETE FROM reading', true, true, '')`],
])('refuses a question that %s, and nothing is lost', async (_, sql) => {
  expect(await faultOf(ask({ sql, parameters: [] }))).toMatchObject({ kind: 'refused' });
  expect((await owner.query('SELECT count(*)::int AS n FROM reading')).rows).toEqual([{ n: 2 }]);
});

it('streams more rows than a batch holds, each once and in order', async () => {
  const numbers: number[] = [];
  let largest = 0;
  const sql = 'SELECT n FROM generate_series(1, 100500) AS n ORDER BY n';
  for await (const bytes of answerLines(address, { sql, parameters: [] }, { timeout: 20 * SECOND })) {
    largest = Math.max(largest, bytes.byteLength);
    for (const line of new TextDecoder().decode(bytes).trim().split('\n')) numbers.push(JSON.parse(line).n);
  }
  expect(numbers).toHaveLength(100_500);
  expect(numbers.every((n, i) => n === i + 1)).toBe(true);
  expect(largest).toBeLessThan(20_000);
});

it('stops at more rows than it takes', async () => {
  const sql = 'SELECT n FROM generate_series(1, 3000) AS n';
  await expect(ask({ sql, parameters: [] }, { maxRows: 2_999 })).rejects.toThrow(
    new TooManyRows('more than 2999 rows'),
  );
  expect((await ask({ sql, parameters: [] }, { maxRows: 3_000 })).split('\n')).toHaveLength(3_001);
});

it('stops a question that takes too long', async () => {
  const slow = ask({ sql: 'SELECT pg_sleep(20)', parameters: [] }, { timeout: 300 });
  const fault = await slow.catch((error: unknown) =>
    error instanceof TooSlow ? 'too slow' : databaseFault(error, { tls: false }),
  );
  // Whichever of the two clocks is first.
  expect(['too slow', { kind: 'passing', why: expect.stringContaining('answered 57014') }]).toContainEqual(fault);
});

it('never takes an answer that broke off for a whole one', async () => {
  const sql = `SELECT n, repeat('x', 1000) AS filler FROM generate_series(1, 200000) AS n`;
  const lines = answerLines(address, { sql, parameters: [] }, { timeout: 20 * SECOND });
  await lines.next();
  const cut = await owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wattmesh' AND datname = current_database()`,
  );
  expect(cut.rowCount).toBe(1);
  const rest = async () => {
    for await (const _ of lines);
  };
  expect(await faultOf(rest())).toMatchObject({ kind: 'passing' });
});

const elsewhere = (change: (url: URL) => void): PostgresAddress => {
  const url = new URL(database.ownerUrl);
  change(url);
  return addressOf(url.href);
};
const one = { sql: 'SELECT 1 AS one', parameters: [] };

it('says that a wrong password is wrong, and not what it was', async () => {
  const at = elsewhere((url) => {
    url.password = 'hunter2';
  });
  const fault = await faultOf(ask(one, { at }));
  expect(fault).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('answered 28P01: look at the user and the password'),
  });
  expect(JSON.stringify(fault)).not.toContain('hunter2');
});

it.each([
  ['a table that is gone', { sql: 'SELECT * FROM turbine_of_old', parameters: [] }, '42P01', 'the table is gone'],
  ['a column that is gone', { sql: 'SELECT colour FROM reading', parameters: [] }, '42703', 'the column is gone'],
])('says what to look at: %s', async (_, query, code, next) => {
  expect(await faultOf(ask(query))).toEqual({
    kind: 'refused',
    why: expect.stringMatching(`^answered ${code}: ${next}`),
  });
});

it('says that a database is gone', async () => {
  const at = elsewhere((url) => {
    url.pathname = '/nothing_here';
  });
  expect(await faultOf(ask(one, { at }))).toMatchObject({ kind: 'refused', why: expect.stringContaining('3D000') });
});

it('would ask a server that is not there again', async () => {
  // Port 1 of this machine: nobody listens.
  const at = elsewhere((url) => {
    url.port = '1';
  });
  expect(await faultOf(ask(one, { at }))).toEqual({ kind: 'passing', why: 'could not be reached' });
});

it('does not speak in clear text to a server without TLS when its URL asks for it', async () => {
  const at = elsewhere((url) => url.searchParams.set('sslmode', 'require'));
  expect(await faultOf(ask(one, { at }))).toMatchObject({ kind: 'passing' });
});
