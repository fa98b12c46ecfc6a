// Personal data through the whole mesh: whatever happens on the way, nothing that is kept anywhere can be read without the key.
import type { R2Bucket } from '@cloudflare/workers-types';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { customerIdentity } from '../../data/customer-identity/dataset.ts';
import type { Misbehaviour } from '../../tools/simulate/misbehave.ts';
import { simulatePeople } from '../../tools/simulate/people.ts';
import { keysOf } from '../../workers/ingest/privacy/keys.ts';
import { readable } from '../../workers/ingest/privacy/treatment.ts';
import { type Installation, loaded, PRIVACY_KEY, startInstallation } from './installation.ts';
import { inLogs, inTables, onDisk } from './traces.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const WINDOW = { from: '2026-03-01T00:00:00Z', to: '2026-03-10T00:00:00Z' };
const PUSHED = {
  customer: '9001',
  email: 'zoe.pushed@elsewhere.test.org',
  name: 'Zoe Pushed',
  phone: '+33 6 55 44 33 22',
};
const person = simulatePeople(1);
/** Every address and number of the simulator has these in it, every comment and company too; and some names. */
const NEEDLES = [
  '@courriel.example',
  '+33 1 99 00',
  ' et Fils',
  'tout va bien',
  ...Object.values(PUSHED).slice(1),
  ...[3, 7, 11, 200, 499].flatMap((id) => [person(id).name, person(id).street, person(id).username]),
];

let installation: Installation;
let database: pg.Pool;
let lake: R2Bucket;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true, simulatedClock: () => NOW });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  database.on('error', () => undefined);
  lake = (await installation.mesh.bindings('ingest'))['LAKE'] as R2Bucket;
});
afterAll(async () => {
  await database.end();
  await installation.stop();
});
beforeEach(() => fetch(`${installation.simulator.url}/misbehave`, { method: 'DELETE' }));

async function misbehave(order: Partial<Misbehaviour>): Promise<void> {
  await fetch(`${installation.simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify(order) });
}
const load = (dataset: string, feed?: string) => loaded(installation, { dataset, ...(feed && { feed }), ...WINDOW });
const tableOf = async (table: string) => {
  const { rows } = await database.query<{ rows: number; sum: string }>(
    `SELECT count(*)::integer AS rows, md5(string_agg(t::text, '|' ORDER BY customer)) AS sum FROM ${table} t`,
  );
  return rows[0]!;
};

async function nothingShows(): Promise<void> {
  expect(onDisk(installation.home, NEEDLES)).toEqual([]);
  expect(await inTables(database, NEEDLES)).toEqual([]);
  expect(inLogs(installation.logs, NEEDLES)).toEqual([]);
}

it('finds what is not hidden: the search itself works', async () => {
  const answer = await (await fetch(`${installation.simulator.url}/customers.wattmesh.example/users.json`)).text();
  for (const needle of ['@courriel.example', '+33 1 99 00', ' et Fils', person(3).name])
    expect(answer).toContain(needle);
  await lake.put('found', 'somebody@courriel.example');
  await database.query(`CREATE TABLE found AS SELECT 'somebody@courriel.example' AS email`);
  expect(onDisk(installation.home, ['@courriel.example'])).toHaveLength(1);
  expect(await inTables(database, ['@courriel.example'])).toEqual(['@courriel.example in public.found']);
  await lake.delete('found');
  await database.query('DROP TABLE found');
});

it('loads customers, who they are and what they answer, and shows nobody', async () => {
  const runs = (await Promise.all(['customer', 'customer-identity', 'customer-survey'].map((id) => load(id)))).flat();
  expect(runs.map(({ status, reason }) => [status, reason])).toEqual(runs.map(() => ['succeeded', undefined]));
  expect((await tableOf('customer_identity')).rows).toBe(500);
  expect((await tableOf('customer')).rows).toBeGreaterThan(490);
  expect((await tableOf('customer_survey')).rows).toBeGreaterThan(50);
  await nothingShows();
});

it('gives one person the same pseudonym everywhere, and whoever has the key the name', async () => {
  const { rows } = await database.query(
    `SELECT i.*, c.account_quality AS quality FROM customer_identity i JOIN customer c USING (customer)`,
  );
  expect(rows.length).toBeGreaterThan(490);
  const keys = await keysOf(PRIVACY_KEY);
  const shown = await Promise.all(rows.map((row) => readable(customerIdentity, keys, row)));
  expect(shown.map(({ name }) => name)).toContain(person(7).name);
  expect(shown.filter(({ phone }) => phone === person(7).phone)).toMatchObject([{ username: person(7).username }]);
});

it('changes nothing when the same files come again', async () => {
  const before = [await tableOf('customer'), await tableOf('customer_identity'), await tableOf('customer_survey')];
  const runs = (await Promise.all(['customer', 'customer-identity', 'customer-survey'].map((id) => load(id)))).flat();
  for (const { rows } of runs) expect(rows).toMatchObject({ inserted: 0, updated: 0 });
  expect([await tableOf('customer'), await tableOf('customer_identity'), await tableOf('customer_survey')]).toEqual(
    before,
  );
});

it('says of a broken file where and why, and quotes nobody', async () => {
  const broken: Partial<Misbehaviour>[] = [
    { match: 'users.csv', kind: 'unknown-word' },
    { match: 'users.csv', kind: 'missing-column' },
    { match: 'users.csv', kind: 'truncated' },
    { match: 'users.json', kind: 'unknown-word' },
    { match: 'users.json', kind: 'truncated' },
    { match: 'survey.csv', kind: 'unknown-word' },
  ];
  const feeds = {
    'users.csv': ['customer', 'accounts'],
    'users.json': ['customer-identity', 'persons'],
    'survey.csv': ['customer-survey', 'answers'],
  };
  const runs = [];
  for (const order of broken) {
    await misbehave(order);
    const [dataset = '', feed = ''] = feeds[order.match as keyof typeof feeds];
    runs.push((await load(dataset, feed))[0]);
  }
  const rejects = runs.flatMap((run) => run.rejects);
  expect(rejects.length).toBeGreaterThan(200);
  for (const { where, reason, fragment } of rejects) {
    expect(where).toMatch(/^(line|record) \d+$/);
    expect(reason).not.toContain('à voir');
    expect(fragment).toBe('');
  }
  expect(runs[0].reason).toContain('gender: a word that is new to us');
  expect(runs[1].reason).toContain('want the column age');
  await nothingShows();
});

it('hides what clients push, in the inbox already', async () => {
  const answer = await installation.ask('/v1/datasets/customer-identity/rows', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'zoe' },
    body: JSON.stringify([{ ...PUSHED, quality: 'consolidated' }]),
  });
  expect(answer.status).toBe(202);
  await nothingShows();
  const arrived = () =>
    database.query(
      'SELECT * FROM customer_identity WHERE name IS NOT NULL AND person_raw = (SELECT max(id) FROM raw_object WHERE source = $1)',
      ['push'],
    );
  await expect.poll(async () => (await arrived()).rows.length, { timeout: 30_000 }).toBe(1);
  const [row] = (await arrived()).rows;
  expect(await readable(customerIdentity, await keysOf(PRIVACY_KEY), row)).toMatchObject({
    name: PUSHED.name,
    email: PUSHED.email,
  });
  await nothingShows();
});

it('hides files that people send, what a dry run says of them, and what is wrong in them', async () => {
  // Whoever pastes a column without its name has a person's as its name.
  const header = `id;age;gender;country;city;email;signup_date;last_login;account_status;monthly_spend;${PUSHED.name}`;
  const line = (id: string, age: string, spend = '12,5') =>
    `${id};${age};F;France;Lyon;${PUSHED.email};2021-05-03;2026-01-02;active;${spend};1`;
  const file = [
    header,
    line('9002', '41'),
    line('9003', PUSHED.phone),
    `${PUSHED.name};1`,
    line('9004', '41', '2000000'),
  ].join('\n');
  const before = await tableOf('customer');
  const ran = [];
  for (const query of ['?dry_run=true', '']) {
    const answer = await installation.ask(`/v1/datasets/customer/files${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv', 'Idempotency-Key': 'customers-by-hand' },
      body: file,
    });
    expect(answer.status).toBe(202);
    const { run } = await answer.json();
    await expect
      .poll(async () => (await installation.json(`/v1/runs/${run}`)).status, { timeout: 30_000 })
      .toBe('succeeded');
    ran.push(await installation.json(`/v1/runs/${run}`));
    expect((await tableOf('customer')).rows).toBe(before.rows + (query === '' ? 1 : 0));
    await nothingShows();
  }
  expect(ran[1].rows).toMatchObject({ extracted: 4, inserted: 1, rejected: 3 });
  expect(ran[1].rejects).toMatchObject([
    { where: 'line 3', reason: 'age: got a value that is not shown, want a number or nothing', fragment: '' },
    { where: 'line 4', fragment: '' },
    {
      where: 'chunk 1, row 2',
      reason: expect.stringContaining('monthly_spend_eur: got a value that is not shown'),
      fragment: '',
    },
  ]);
});

it('gives the same rows and earlier values again from what lies encrypted in the lake, and keeps no copy', async () => {
  const tables = ['customer', 'customer_identity', 'customer_survey'];
  const all = async () => {
    const { rows } = await database.query(`SELECT count(*), md5(string_agg(text, '|' ORDER BY text)) AS sum FROM (
      SELECT ROW(dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)::text AS text FROM revision) r`);
    return [...(await Promise.all(tables.map(tableOf))), rows[0]];
  };
  const before = await all();
  await database.query("DELETE FROM customer_survey; UPDATE customer SET city = 'Paris'");
  const replays = await Promise.all(
    tables.map(async (table) => {
      const answer = await installation.ask('/v1/runs', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          dataset: table.replace('_', '-'),
          from: '2015-01-01T00:00:00Z',
          to: new Date(Date.now() + 86_400_000).toISOString(),
          replay: true,
        }),
      });
      expect(answer.status).toBe(202);
      return (await answer.json()).runs[0];
    }),
  );
  for (const run of replays)
    await expect
      .poll(async () => (await installation.json(`/v1/runs/${run}`)).status, { timeout: 30_000 })
      .toBe('succeeded');
  expect(await all()).toEqual(before);
  for (const table of [...tables, 'revision', 'build'])
    expect((await database.query(`SELECT FROM replay.${table}`)).rowCount).toBe(0);
  await nothingShows();
});

it('keeps no plain text between its steps, and loads the same after Postgres was away', async () => {
  const before = await tableOf('customer_identity');
  await misbehave({ match: 'users.json', kind: 'revised' });
  const locked = await database.connect();
  let run: ReturnType<typeof load>;
  try {
    await locked.query('BEGIN; LOCK TABLE customer_identity IN ACCESS EXCLUSIVE MODE');
    run = load('customer-identity', 'persons');
    const working = async () => (await lake.list({ prefix: 'work/' })).objects.map(({ key }) => key);
    await expect.poll(working, { timeout: 20_000, interval: 20 }).toContainEqual(expect.stringContaining('parsed-0'));
    expect((await lake.list({ prefix: 'staging/' })).objects.length).toBeGreaterThan(0);
    expect(onDisk(installation.home, NEEDLES)).toEqual([]);
    await installation.takeDatabaseAway();
    await installation.bringDatabaseBack();
  } finally {
    await locked.query('ROLLBACK');
    locked.release();
  }
  expect((await run)[0]).toMatchObject({ status: 'succeeded', rows: { inserted: 0, updated: 500 } });
  expect(await tableOf('customer_identity')).not.toEqual(before);
  const { rows } = await database.query(`SELECT count(*)::integer FROM revision WHERE dataset = 'customer-identity'`);
  expect(rows).toEqual([{ count: 500 }]);
  await nothingShows();
});

it('says clearly that the key is another one, and changes nothing', async () => {
  const before = await tableOf('customer');
  const id = await (await lake.get('privacy/key-id'))?.text();
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  await lake.put('privacy/key-id', '00ff00ff00ff');
  const [run] = await load('customer');
  expect(run).toMatchObject({ status: 'failed', rows: { extracted: 0, inserted: 0 } });
  expect(run.reason).toContain(`PRIVACY_KEY is ${id}, but what is kept about persons was locked with 00ff00ff00ff`);
  expect(await tableOf('customer')).toEqual(before);
  await lake.put('privacy/key-id', id ?? '');
});

it('serves no row of theirs, but says how their runs went', async () => {
  for (const id of ['customer', 'customer-identity', 'customer-survey']) {
    // Rows can be pushed there, and nothing else.
    expect((await installation.ask(`/v1/datasets/${id}/rows?from=${WINDOW.from}&to=${WINDOW.to}`)).status).toBe(405);
    expect((await installation.ask(`/v1/datasets/${id}`)).status).toBe(404);
    const { reports } = await installation.json(`/v1/datasets/${id}/quality`);
    expect(reports.length).toBeGreaterThan(0);
    for (const needle of NEEDLES) expect(JSON.stringify(reports)).not.toContain(needle);
  }
});
