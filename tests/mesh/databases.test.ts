// Questions to somebody else's database, asked from inside workerd: a month of turbines, and everything that may go wrong on the way.
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY, floorTo } from '../../data/time.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { fillEnergitech, grantReader } from '../../tools/simulate/energitech-database.ts';
import { type Installation, loaded, startInstallation } from './installation.ts';

const PASSWORD = 'hunter2-of-the-reader';
const today = floorTo(DAY, Date.now());
const from = today - 33 * DAY;
const month = { from: iso(from), to: iso(from + 31 * DAY) };
const week = { from: iso(from), to: iso(from + 7 * DAY) };
const hour = { from: iso(from), to: iso(from + DAY / 24) };

let theirs: TestDatabase;
let wire: Awaited<ReturnType<typeof wireTo>>;
let installation: Installation;
let energitech: pg.Client;
let analyst: pg.Client;
beforeAll(async () => {
  theirs = await testDatabase({ template: 'template1' });
  await fillEnergitech(theirs.ownerUrl, { from, to: Date.now(), seed: 1 });
  const reader = new URL(await grantReader(theirs.ownerUrl, PASSWORD));
  wire = await wireTo(Number(reader.port));
  reader.port = String(wire.port);
  installation = await startInstallation({
    walksOnly: true,
    vars: { ENERGITECH_DATABASE_URL: reader.href, ANSWER_TIMEOUT: '20000' },
  });
  energitech = new pg.Client({ connectionString: theirs.ownerUrl });
  analyst = new pg.Client({ connectionString: installation.ownerUrl });
  await Promise.all([energitech.connect(), analyst.connect()]);
});
afterAll(async () => {
  await Promise.all([energitech.end(), analyst.end()]);
  await installation.stop();
  await wire.close();
  await theirs.drop();
});

const load = async (dataset: string, window: { from: string; to: string }) =>
  (await loaded(installation, { dataset, ...window }))[0];
const measured = async (client: pg.Client, table: string, at: string, window = month) =>
  Number(
    (await client.query(`SELECT count(*) FROM ${table} WHERE ${at} >= $1 AND ${at} < $2`, [window.from, window.to]))
      .rows[0]?.count,
  );

it('brings a month of minutes, each once, and nothing when asked again', async () => {
  const there = await measured(energitech, 'raw_measurements', `ts_utc AT TIME ZONE 'UTC'`);
  expect(there).toBeGreaterThan(2 * 31 * 1_440 * 0.98);
  const first = await load('turbine-measurement', month);
  expect(first).toMatchObject({ status: 'succeeded', rows: { extracted: there } });
  expect(await measured(analyst, 'turbine_measurement', 'at')).toBe(there - first.rows.rejected);
  const again = await load('turbine-measurement', week);
  expect(again).toMatchObject({ status: 'succeeded', rows: { inserted: 0, updated: 0 } });
});

it('makes the same month again from the lake, in pieces, without asking anybody', async () => {
  const sum = async () =>
    (
      await analyst.query(
        `SELECT count(*), md5(string_agg(m::text, '|' ORDER BY turbine_id, at)) FROM turbine_measurement m`,
      )
    ).rows[0];
  const before = await sum();
  const { rows: damaged } = await analyst.query(
    'UPDATE turbine_measurement SET vibration_mm_per_s = 0 WHERE turbine_id = (SELECT min(turbine_id) FROM turbine_measurement) RETURNING 1',
  );
  const run = (await loaded(installation, { dataset: 'turbine-measurement', ...month, replay: true }))[0];
  expect(run).toMatchObject({ status: 'succeeded', rows: { inserted: 0, updated: damaged.length } });
  expect(await sum()).toEqual(before);
  const settled = installation.logs.filter(
    ({ message }) => /"step":"settle 1 0 \d+"/.test(message) && message.includes(run.id),
  );
  expect(settled.length).toBeGreaterThan(1);
});

it('gives analysts the hours and the half hours of eight sensors, 11,904 of them in a month, and degrees Celsius', async () => {
  for (const dataset of ['turbine', 'turbine-sensor'])
    expect(await load(dataset, hour)).toMatchObject({ status: 'succeeded', rows: { rejected: 0 } });
  const means = async (view: string) =>
    (
      await analyst.query(
        `SELECT count(*)::int AS records, count(DISTINCT (sensor_id, at))::int AS distinct_records,
          count(DISTINCT sensor_id)::int AS sensors, max(readings_count)::int AS most
        FROM analytics.${view} WHERE at >= $1 AND at < $2`,
        [month.from, month.to],
      )
    ).rows;
  expect(await means('turbine_measurement_hourly')).toEqual([
    { records: 5_952, distinct_records: 5_952, sensors: 8, most: 60 },
  ]);
  expect(await means('turbine_measurement_half_hourly')).toEqual([
    { records: 11_904, distinct_records: 11_904, sensors: 8, most: 30 },
  ]);
  const celsius = await analyst.query(
    'SELECT max(abs(temperature_kelvin - 273.15 - temperature_celsius)) AS off FROM analytics.turbine_measurement',
  );
  expect(Number(celsius.rows[0]?.off)).toBeLessThan(0.01);
});

it('is judged hour by hour, each once, with what drove the verdict, and people say whether it was right', async () => {
  const { ask, json, mesh } = installation;
  await Promise.all([mesh.tick('predict'), mesh.tick('predict')]);
  const judged = async () =>
    Number((await analyst.query(`SELECT count(*) FROM prediction WHERE model = 'turbine-failure'`)).rows[0]?.count);
  const hours = await judged();
  expect(hours).toBeGreaterThan(200);
  const { rows: twice } = await analyst.query(
    `SELECT 1 FROM prediction WHERE model = 'turbine-failure' GROUP BY entity, valid_at HAVING count(*) > 1`,
  );
  expect(twice).toEqual([]);
  const { anomalies, next } = await json('/v1/anomalies?model=turbine-failure&judged=all&limit=2');
  expect(anomalies).toHaveLength(2);
  expect(anomalies[0]).toMatchObject({
    ...{ model: 'turbine-failure', simulated: true, feedback: [], to: month.to.replace('.000Z', 'Z') },
    score: { name: 'failure_risk_48h', value: expect.any(Number) },
  });
  const drivers: { value: number }[] = anomalies[0].drivers;
  expect(drivers.map(({ value }) => Math.abs(value))).toEqual(
    drivers.map(({ value }) => Math.abs(value)).sort((a, b) => b - a),
  );
  const following = await json(`/v1/anomalies?model=turbine-failure&judged=all&limit=2&cursor=${next}`);
  const ids = [...anomalies, ...following.anomalies].map((one: { id: string }) => one.id);
  expect(new Set(ids).size).toBe(4);
  const say = (body: object) =>
    ask('/v1/feedback', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { id } = anomalies[0];
  expect((await say({ prediction: id, verdict: 'wrong', comment: 'The crane stood beside it.' })).status).toBe(201);
  expect((await say({ prediction: id, verdict: 'right' })).status).toBe(201);
  expect((await say({ prediction: crypto.randomUUID(), verdict: 'right' })).status).toBe(404);
  const [again] = (await json('/v1/anomalies?model=turbine-failure&judged=all&limit=1')).anomalies;
  expect(again.feedback.map(({ verdict, client }: Record<string, string>) => [verdict, client])).toEqual([
    ['wrong', 'tests'],
    ['right', 'tests'],
  ]);
  const csv = await (await ask('/v1/feedback?model=turbine-failure&format=csv')).text();
  expect(csv.split('\r\n').slice(0, 3)).toEqual([
    'prediction,model,release,entity,valid_at,verdict,comment,client,created_at',
    expect.stringMatching(`^${id},turbine-failure,.*,right,,tests,`),
    expect.stringMatching(`^${id},turbine-failure,.*,wrong,The crane stood beside it.,tests,`),
  ]);
});

it('asks again when the connection breaks in the middle of the answer, and loads it whole', async () => {
  await analyst.query('TRUNCATE turbine_measurement CASCADE');
  const cuts = wire.cutAfter(500_000);
  const run = await load('turbine-measurement', week);
  expect(cuts()).toBe(1);
  expect(run).toMatchObject({ status: 'succeeded' });
  const there = await measured(energitech, 'raw_measurements', `ts_utc AT TIME ZONE 'UTC'`, week);
  expect(await measured(analyst, 'turbine_measurement', 'at', week)).toBe(there - run.rows.rejected);
});

it.each([
  ['nobody answers', () => wire.refuse(), () => wire.accept(), 'could not be reached|broke off'],
  [
    'its table was renamed',
    () => energitech.query('ALTER TABLE raw_measurements RENAME TO measurements_v2'),
    () => energitech.query('ALTER TABLE measurements_v2 RENAME TO raw_measurements'),
    'answered 42P01: the table is gone',
  ],
  [
    'its reader lost its right',
    () => energitech.query('REVOKE SELECT ON raw_measurements FROM wattmesh_reader'),
    () => energitech.query('GRANT SELECT ON raw_measurements TO wattmesh_reader'),
    'answered 42501: the user in its URL may not read it',
  ],
  [
    'the password was changed',
    () => energitech.query(`ALTER ROLE wattmesh_reader PASSWORD 'another'`),
    () => energitech.query(`ALTER ROLE wattmesh_reader PASSWORD '${PASSWORD}'`),
    'answered 28P01: look at the user and the password in its URL',
  ],
])('says so when %s, and keeps the password to itself', async (_, breakIt, mendIt, why) => {
  await breakIt();
  try {
    const run = await load('turbine-measurement', hour);
    expect(run).toMatchObject({ status: 'failed', reason: expect.stringMatching(`ENERGITECH_DATABASE_URL (${why})`) });
  } finally {
    await mendIt();
  }
  expect(await load('turbine-measurement', hour)).toMatchObject({ status: 'succeeded' });
  expect(installation.logs.filter(({ message }) => message.includes(PASSWORD))).toEqual([]);
});

it('leaves no connection open behind it', async () => {
  await expect.poll(wire.open, { timeout: 30_000 }).toBe(0);
});

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** The way to Postgres, which somebody may cut. */
async function wireTo(postgresPort: number) {
  let cutAt = Number.POSITIVE_INFINITY;
  let cuts = 0;
  let isOpen = true;
  const nearEnds = new Set<Socket>();
  const server: Server = createServer((near) => {
    if (!isOpen) {
      near.resetAndDestroy();
      return;
    }
    nearEnds.add(near);
    const far = dial(postgresPort, '127.0.0.1');
    near.once('close', () => {
      nearEnds.delete(near);
      far.destroy();
    });
    far.once('close', () => near.destroySoon());
    let bytes = 0;
    far.on('data', (data) => {
      bytes += data.length;
      if (bytes <= cutAt) return;
      cutAt = Number.POSITIVE_INFINITY;
      cuts += 1;
      near.resetAndDestroy();
      far.destroy();
    });
    for (const end of [near, far]) end.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`listens on ${address}, want a port`);
  return {
    port: address.port,
    cutAfter(bytes: number) {
      cutAt = bytes;
      return () => cuts;
    },
    refuse: () => {
      isOpen = false;
    },
    accept: () => {
      isOpen = true;
    },
    open: () => nearEnds.size,
    close: () => {
      for (const near of nearEnds) near.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
