// Rows that clients push: accepted once, batched into few runs, loaded by the same steps as everything else.
import type { Queue, R2Bucket } from '@cloudflare/workers-types';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { type Installation, startInstallation } from './installation.ts';

let installation: Installation;
let database: pg.Pool;
beforeAll(async () => {
  installation = await startInstallation({ walksOnly: true });
  database = new pg.Pool({ connectionString: installation.ownerUrl });
  database.on('error', () => undefined);
});
afterAll(async () => {
  await database.end();
  await installation.stop();
});

const push = async (key: string, rows: object[]) => {
  const answer = await installation.ask('/v1/datasets/consumption/rows', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(rows),
  });
  return { status: answer.status, body: await answer.json() };
};
const quarter = (index: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + index * 900_000).toISOString();
const row = (index: number, fields: object) => ({ area: 'FR', at: quarter(index), quality: 'real time', ...fields });
const runs = async () => {
  const { rows } = await database.query<{ id: string; status: string; rows: number; pushes: number }>(
    `SELECT r.id, r.status, r.rows_extracted AS rows, count(p.id)::integer AS pushes
     FROM run r LEFT JOIN push p ON p.run_id = r.id WHERE r.feed = 'push' GROUP BY r.id ORDER BY r.created_at`,
  );
  return rows;
};
const waiting = async () => {
  const { rows } = await database.query(
    `SELECT (SELECT count(*) FROM push WHERE run_id IS NULL) + (SELECT count(*) FROM run WHERE status IN ('queued', 'running')) AS n`,
  );
  return Number(rows[0].n);
};
const settled = () => expect.poll(waiting, { timeout: 30_000 }).toBe(0);
const values = async () => {
  const { rows } = await database.query(
    `SELECT load_mw, wind_mw, solar_mw, load_quality FROM consumption WHERE area = 'FR' AND at = $1`,
    [quarter(0)],
  );
  return rows[0];
};

it('loads a hundred small pushes in few runs, each row once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => push(`many-${index}`, [row(index, { load_mw: 50_000 + index })])),
  );
  for (const { status, body } of answers) {
    expect(status).toBe(202);
    expect(body).toMatchObject({ rows: 1, repeated: false });
  }
  await settled();
  const done = await runs();
  expect(done.length).toBeLessThanOrEqual(5);
  expect(done.every(({ status }) => status === 'succeeded')).toBe(true);
  expect(done.reduce((sum, { pushes }) => sum + pushes, 0)).toBe(100);
  const { rows } = await database.query(
    `SELECT count(*)::integer AS rows, sum(load_mw)::integer AS sum, bool_and(r.simulated) AS simulated, min(r.source) AS source
     FROM consumption c JOIN raw_object r ON r.id = c.load_raw`,
  );
  expect(rows).toEqual([{ rows: 100, sum: 5_004_950, simulated: true, source: 'push' }]);
});

it('keeps the bodies of loaded pushes in the raw lake only', async () => {
  const lake = (await installation.mesh.bindings('ingest'))['LAKE'] as R2Bucket;
  expect((await lake.list({ prefix: 'raw/consumption/' })).objects.length).toBeGreaterThan(0);
  await expect.poll(async () => (await lake.list({ prefix: 'inbox/' })).objects).toEqual([]);
});

it('accepts the same key and body once, and refuses the key with another body', async () => {
  const before = (await runs()).length;
  const again = await push('many-7', [row(7, { load_mw: 50_007 })]);
  expect(again).toMatchObject({ status: 202, body: { repeated: true, rows: 1 } });
  expect((await push('many-7', [row(7, { load_mw: 1 })])).status).toBe(409);
  await settled();
  expect(await runs()).toHaveLength(before);
});

it('touches only the columns that a row brings, the later push last', async () => {
  await push('wind', [row(0, { wind_mw: 7_000 })]);
  await settled();
  await push('solar-1', [row(0, { wind_mw: 7_100, solar_mw: 100 })]);
  await push('solar-2', [row(0, { wind_mw: 7_200, solar_mw: 200 })]);
  await settled();
  expect(await values()).toEqual({ load_mw: 50_000, wind_mw: 7_200, solar_mw: 200, load_quality: 'real time' });
});

it('never lets a pushed real-time value overwrite a definitive one', async () => {
  await push('definitive', [{ ...row(0, { load_mw: 49_999 }), quality: 'definitive' }]);
  await settled();
  await push('late', [row(0, { load_mw: 1 })]);
  await settled();
  expect(await values()).toMatchObject({ load_mw: 49_999, load_quality: 'definitive' });
  expect((await runs()).at(-1)).toMatchObject({ status: 'succeeded', rows: 1 });
});

it('decides between rows of one push as between pushes: quality first, then the later one', async () => {
  const { status, body } = await push('at-once', [
    { ...row(300, { load_mw: 2 }), quality: 'definitive' },
    row(300, { load_mw: 1 }),
    row(301, { load_mw: 50_000 }),
    row(301, { load_mw: null, wind_mw: 1 }),
    row(302, { wind_mw: 1 }),
    row(302, { wind_mw: 2, solar_mw: 2 }),
    row(302, { wind_mw: 3 }),
  ]);
  expect(status, JSON.stringify(body)).toBe(202);
  await settled();
  const { rows } = await database.query(
    'SELECT load_mw, load_quality, wind_mw FROM consumption WHERE at BETWEEN $1 AND $2 ORDER BY at',
    [quarter(300), quarter(302)],
  );
  expect(rows).toEqual([
    { load_mw: 2, load_quality: 'definitive', wind_mw: null },
    { load_mw: 50_000, load_quality: 'real time', wind_mw: 1 },
    { load_mw: null, load_quality: null, wind_mw: 3 },
  ]);
});

/** Rows of which each brings other columns than all the others. */
const ofOtherColumns = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) =>
    row(
      from + i,
      Object.fromEntries(
        consumption.feeds[1].columns.filter((_, bit) => (from + i) & (1 << bit)).map((name) => [name, 1]),
      ),
    ),
  );

it('loads the pushes of a run that failed one by one: none is lost to another', async () => {
  const before = (await runs()).map(({ id }) => id);
  const rows = [ofOtherColumns(400, 40), ofOtherColumns(500, 40), ofOtherColumns(600, 40), [row(700, { load_mw: 7 })]];
  const answers = await Promise.all(rows.map((each, client) => push(`diverse-${client}`, each)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  await settled();
  const [together, ...alone] = (await runs()).filter(({ id }) => !before.includes(id));
  expect(together).toMatchObject({ status: 'failed', pushes: 0 });
  expect(alone.map(({ status, pushes }) => [status, pushes])).toEqual(rows.map(() => ['succeeded', 1]));
  expect(alone.map(({ rows }) => rows).sort((a, b) => a - b)).toEqual([1, 40, 40, 40]);
  const { rows: kept } = await database.query(`SELECT count(*)::integer AS n FROM consumption WHERE at >= $1`, [
    quarter(400),
  ]);
  expect(kept).toEqual([{ n: 121 }]);
});

it('refuses rows without a value, and pushes that bring too many sets of columns', async () => {
  expect(await push('empty', [row(0, {})])).toMatchObject({ status: 400, body: { errors: [{ pointer: '/0' }] } });
  expect(await push('sets', ofOtherColumns(800, 51))).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '' }] },
  });
});

it('fails where no row could be accepted, and says why: nobody can have measured what is to come', async () => {
  await push('prophecy', [{ ...row(0, { load_mw: 1 }), at: '2099-01-01T00:00:00Z' }]);
  await settled();
  const failed = (await runs()).at(-1);
  expect(failed).toMatchObject({ status: 'failed', rows: 1, pushes: 1 });
  const { reason, rejects } = await installation.json(`/v1/runs/${failed?.id}`);
  expect(reason).toContain('none of 1 rows could be accepted');
  expect(rejects).toMatchObject([
    { reason: expect.stringContaining('load: could only be known at 2099-01-01T00:30:00Z') },
  ]);
});

it('changes nothing when a message comes twice, and keeps a poisoned one from harming the others', async () => {
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM push WHERE idempotency_key = 'wind'`);
  const before = (await runs()).length;
  const queue = (await installation.mesh.bindings('ingest'))['PUSHES'] as Queue<unknown>;
  await queue.send({ push: rows[0]?.id, dataset: 'consumption', requestId: 'again' });
  await queue.send({ nonsense: true });
  await push('after', [row(200, { load_mw: 60_000 })]);
  await settled();
  expect(await runs()).toHaveLength(before + 1);
  expect(installation.logs.filter(({ message }) => message.includes('message is no push')).length).toBeGreaterThan(0);
});
