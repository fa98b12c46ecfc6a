import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionsOf } from '../../data/conversation.ts';
import { isReject, isSql, isWarning, type Reject, type Row, type Source } from '../../data/dataset.ts';
import { DAY, HOUR, type Instant, parisTimeOn } from '../../data/time.ts';
import { energitech as turbines } from '../../data/turbine/sources/energitech.ts';
import { energitech as minutes } from '../../data/turbine-measurement/sources/energitech.ts';
import { energitechFiles } from '../../data/turbine-production/sources/energitech-files.ts';
import { energitech as sensors } from '../../data/turbine-sensor/sources/energitech.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { askAll } from './asking.ts';
import { fillEnergitech } from './energitech-database.ts';
import { type Simulator, startSimulator } from './server.ts';

/** In the morning after the clocks went back. */
const NOW = Date.parse('2026-10-26T06:30:00Z');
const FROM = NOW - 10 * DAY;

describe("EnergiTech's database", () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await testDatabase({ template: 'template1' });
    client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    await fillEnergitech(database.ownerUrl, { from: FROM, to: NOW, seed: 1 });
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const one = async (sql: string) => (await client.query({ text: sql, rowMode: 'array' })).rows[0] ?? [];

  /** As ingest asks it. */
  async function asked(source: Source, from: Instant, to: Instant) {
    const address = postgresAddress(database.ownerUrl);
    if (typeof address === 'string') throw new Error(address);
    const rows: Row[] = [];
    const rejects: Reject[] = [];
    for (const question of questionsOf(source, { from, to }, () => '')) {
      if (!isSql(question)) throw new Error(`${source.id} asks no database`);
      for await (const found of source.parse(answerLines(address, question, { timeout: 20_000 }))) {
        if (isReject(found)) rejects.push(found);
        else if (!isWarning(found)) rows.push(found);
      }
    }
    return { rows, rejects };
  }

  it('has nearly every minute of two turbines, and keeps what it says of itself', async () => {
    const [count] = await one('SELECT count(*)::int FROM raw_measurements');
    expect(count).toBeGreaterThan(2 * 10 * 1_440 * 0.98);
    expect(count).toBeLessThanOrEqual(2 * 10 * 1_440);
    const refused = client.query(`INSERT INTO raw_measurements (turbine_id, ts_utc) VALUES ('T999', now())`);
    await expect(refused).rejects.toThrow('foreign key');
    const twice = `INSERT INTO raw_measurements (turbine_id, ts_utc)
      SELECT turbine_id, ts_utc FROM raw_measurements LIMIT 1`;
    await expect(client.query(twice)).rejects.toThrow('uq_turbine_timestamp');
  });

  it('shows its own view in °C', async () => {
    const [off] = await one(`SELECT max(abs(temperature_k - 273.15 - temperature_c))
      FROM raw_measurements JOIN vw_measurements_celsius USING (meas_id)`);
    expect(Number(off)).toBe(0);
  });

  it('adds nothing when asked again, and only what is new when asked later', async () => {
    const again = await fillEnergitech(database.ownerUrl, { from: FROM, to: NOW, seed: 1 });
    expect(again).toEqual({ measurements: 0 });
    const other = await testDatabase({ template: 'template1' });
    try {
      // In two steps, the first of which cuts into minutes that come late.
      await fillEnergitech(other.ownerUrl, { from: FROM, to: NOW - 3 * DAY - 7 * HOUR, seed: 1 });
      await fillEnergitech(other.ownerUrl, { from: FROM, to: NOW, seed: 1 });
      const theirs = new pg.Client({ connectionString: other.ownerUrl });
      await theirs.connect();
      const fingerprint = `SELECT count(*)::int AS n, md5(string_agg(concat_ws(',', turbine_id, ts_utc, wind_speed_mps, temperature_k, vibration_mm_s, consumption_kwh), ';' ORDER BY turbine_id, ts_utc)) AS md5 FROM raw_measurements`;
      expect((await theirs.query(fingerprint)).rows).toEqual((await client.query(fingerprint)).rows);
      await theirs.end();
    } finally {
      await other.drop();
    }
  });

  it('gives the turbines and their eight sensors', async () => {
    expect((await asked(turbines, FROM, NOW)).rows).toEqual([
      { turbine_id: 'T001', model: 'E100', power_mw: 3.5, commissioning_date: '2020-03-15', quality: 'definitive' },
      { turbine_id: 'T002', model: 'E200', power_mw: 4, commissioning_date: '2021-06-01', quality: 'definitive' },
    ]);
    const { rows } = await asked(sensors, FROM, NOW);
    expect(rows.map(({ turbine_id, sensor_type }) => `${turbine_id} ${sensor_type}`)).toEqual([
      'T001 WIND_SPEED',
      'T001 TEMPERATURE',
      'T001 VIBRATION',
      'T001 ENERGY_CONSUMPTION',
      'T002 WIND_SPEED',
      'T002 TEMPERATURE',
      'T002 VIBRATION',
      'T002 ENERGY_CONSUMPTION',
    ]);
  });

  it('gives each minute of a window once, in UTC, both passes of the hour that came twice', async () => {
    const from = Date.parse('2026-10-25T00:00:00Z');
    const { rows, rejects } = await asked(minutes, from, from + 2 * HOUR);
    expect(rejects).toEqual([]);
    const [count] = await one(`SELECT count(*)::int FROM raw_measurements
      WHERE ts_utc >= '2026-10-25 00:00' AND ts_utc < '2026-10-25 02:00'`);
    expect(rows).toHaveLength(count);
    expect(count).toBeGreaterThan(200);
    const keys = rows.map(({ turbine_id, at }) => `${turbine_id} ${at}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows[0]).toMatchObject({ turbine_id: 'T001', at: from, quality: 'real time' });
    for (const { temperature_kelvin: kelvin } of rows) if (kelvin !== null) expect(Number(kelvin)).toBeGreaterThan(263);
  });

  it('is asked by its index, turbine by turbine', async () => {
    await client.query('ANALYZE');
    const [question] = questionsOf(minutes, { from: NOW - HOUR, to: NOW }, () => '');
    if (!question || !isSql(question)) throw new Error('no question');
    const { rows } = await client.query(`EXPLAIN ${question.sql}`, [...question.parameters]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('uq_turbine_timestamp');
    expect(plan).not.toContain('Seq Scan on raw_measurements');
  });
});

describe("EnergiTech's production files", () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator({ clock: () => NOW });
  });
  afterAll(() => simulator.stop());
  const misbehave = (kind: string) =>
    fetch(`${simulator.url}/misbehave`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ match: 'production_', kind }),
    });
  const read = (from = NOW - 20 * DAY) => askAll(simulator.url, energitechFiles, from, NOW);

  it('have a line per turbine and day that is over, with the gaps that such files have', async () => {
    const { rows, rejects } = await askAll(
      simulator.url,
      energitechFiles,
      parisTimeOn(NOW, { hour: 7, shiftDays: -62 }),
      NOW,
    );
    expect(rejects).toEqual([]);
    // August, September, and October up to its 25th, which has 25 hours.
    expect(rows).toHaveLength(2 * (31 + 30 + 25));
    expect(rows.at(-1)).toMatchObject({
      turbine_id: 'T002',
      date: '2026-10-25',
      at: Date.parse('2026-10-24T22:00:00Z'),
    });
    const missing = rows.filter(({ energy_kwh }) => energy_kwh === null).length / rows.length;
    expect(missing).toBeGreaterThan(0.01);
    expect(missing).toBeLessThan(0.12);
    const energies = rows.flatMap(({ energy_kwh }) => (typeof energy_kwh === 'number' ? [energy_kwh] : []));
    const mean = energies.reduce((sum, kwh) => sum + kwh, 0) / energies.length;
    expect(mean).toBeGreaterThan(10_000);
    expect(mean).toBeLessThan(50_000);
  });

  it('agree with the log of stops', async () => {
    const from = Date.parse('2025-06-10T00:00:00Z');
    const { rows } = await askAll(simulator.url, energitechFiles, from, from + 70 * DAY);
    const unplanned = rows.filter(({ is_unplanned_stop }) => is_unplanned_stop === true);
    // T001 stood from 11 August, 15:12 UTC, for 33 hours, T002 on 27 June.
    expect(unplanned.map(({ turbine_id, date }) => `${turbine_id} ${date}`)).toEqual(
      expect.arrayContaining(['T001 2025-08-12', 'T001 2025-08-13', 'T002 2025-06-27']),
    );
    expect(rows.some(({ is_planned_stop, is_unplanned_stop }) => is_planned_stop && is_unplanned_stop)).toBe(false);
  });

  it('may have a column more', async () => {
    await misbehave('extra-column');
    expect((await read()).rows).toHaveLength(50);
  });

  it.each([
    ['missing-column', 'want the column energie_kWh'],
    ['html', 'want the columns date'],
    ['server-error', 'answered 500'],
  ])('are refused with a reason: %s', async (kind, reason) => {
    await misbehave(kind);
    await expect(read()).rejects.toThrow(reason);
  });

  it('have lines that are rejected for a word we do not know, and others that come twice', async () => {
    await misbehave('unknown-word');
    const { rows, rejects } = await read();
    expect(rows).toEqual([]);
    expect(rejects).toHaveLength(50);
    expect(rejects[0]?.reason).toContain('arret: got partiel');
    await misbehave('duplicates');
    expect((await read()).rows).toHaveLength(100);
  });

  it('are not there for a month that has not begun', async () => {
    const next = Date.parse('2026-12-10T00:00:00Z');
    await expect(askAll(simulator.url, energitechFiles, next, next + 5 * DAY)).rejects.toThrow('answered 404');
  });
});
