// Fills a real Postgres as EnergiTech's would be by now. Called again, it adds what came since: late minutes, new ones, stops that ended.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import postgres from 'postgres';
import { DAY, floorTo, formatInstant, type Instant, MINUTE, type TimeWindow } from '../../data/time.ts';
import { ENERGITECH_SCHEMA, READER, readerStatements } from './energitech-schema.ts';
import { FLEET, sensorsOf } from './turbine-fleet.ts';
import { type Measurement, simulateSensors } from './turbine-sensors.ts';
import { simulateStops } from './turbine-stops.ts';

export interface Filled {
  /** Minutes that were not there before. */
  readonly measurements: number;
}

/** From now on minutes are written as they come: no minute is later than this. */
const LATEST = DAY;

/** `ownerUrl` names the database and a role that may create tables in it. `to` is now: nothing that is written later is there yet. */
export async function fillEnergitech(
  ownerUrl: string,
  { from, to, seed }: TimeWindow & { readonly seed: number },
): Promise<Filled> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    return await sql.begin(async (tx) => {
      // Two at once would make the same tables.
      await tx`SELECT pg_advisory_xact_lock(hashtext('energitech'))`;
      await tx.unsafe(ENERGITECH_SCHEMA);
      await fillInventory(tx);
      await fillStops(tx, { from, to }, seed);
      const [last] = await tx<{ at: Date | null }[]>`SELECT max(ts_utc) AT TIME ZONE 'UTC' AS at FROM raw_measurements`;
      const since = last?.at ? Math.max(from, last.at.getTime() - LATEST) : from;
      return { measurements: await fillMeasurements(tx, { from: since, to }, seed) };
    });
  } finally {
    await sql.end();
  }
}

/** The role that Wattmesh reads with: it may read, and nothing else. Needs a role that may create roles. */
export async function grantReader(ownerUrl: string, password: string, role = READER): Promise<string> {
  const url = new URL(ownerUrl);
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    for (const statement of readerStatements(decodeURIComponent(url.pathname.slice(1)), password, role))
      await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
  return readerUrl(ownerUrl, password, role);
}

export const readerUrl = (ownerUrl: string, password: string, role = READER): string =>
  Object.assign(new URL(ownerUrl), { username: role, password: encodeURIComponent(password) }).href;

async function fillInventory(tx: postgres.TransactionSql): Promise<void> {
  for (const turbine of FLEET) {
    const { id, model, ratedMw, commissioned } = turbine;
    await tx`INSERT INTO turbine VALUES (${id}, ${model}, ${ratedMw}, ${commissioned}) ON CONFLICT DO NOTHING`;
    for (const sensor of sensorsOf(turbine))
      await tx`INSERT INTO sensor_inventory VALUES (${sensor.id}, ${id}, ${sensor.type}, ${commissioned}, ${sensor.location})
        ON CONFLICT DO NOTHING`;
  }
}

async function fillStops(tx: postgres.TransactionSql, { from, to }: TimeWindow, seed: number): Promise<void> {
  for (const { id } of FLEET) {
    for (const stop of simulateStops(seed, id).in({ from, to })) {
      const ended = stop.to <= to ? utc(stop.to) : null;
      await tx`INSERT INTO stop_log VALUES (${id}, ${utc(stop.from)}, ${ended}, ${stop.kind}, ${stop.component})
        ON CONFLICT (turbine_id, started_at) DO UPDATE SET ended_at = excluded.ended_at`;
    }
  }
}

async function fillMeasurements(tx: postgres.TransactionSql, window: TimeWindow, seed: number): Promise<number> {
  await tx`CREATE TEMPORARY TABLE arriving (LIKE raw_measurements) ON COMMIT DROP`;
  await tx`ALTER TABLE arriving DROP COLUMN meas_id`;
  const copy =
    await tx`COPY arriving (turbine_id, ts_utc, wind_speed_mps, temperature_k, vibration_mm_s, consumption_kwh)
    FROM STDIN`.writable();
  await pipeline(Readable.from(linesOf(window, seed)), copy);
  const { count } = await tx`INSERT INTO raw_measurements
      (turbine_id, ts_utc, wind_speed_mps, temperature_k, vibration_mm_s, consumption_kwh)
    SELECT turbine_id, ts_utc, wind_speed_mps, temperature_k, vibration_mm_s, consumption_kwh
    FROM arriving ORDER BY ts_utc, turbine_id
    ON CONFLICT ON CONSTRAINT uq_turbine_timestamp DO NOTHING`;
  return count;
}

/** A piece a day and turbine: COPY's own text, tabs between and \N for nothing. */
function* linesOf({ from, to }: TimeWindow, seed: number): Generator<string> {
  for (const turbine of FLEET) {
    const measured = simulateSensors(seed, turbine);
    for (let day = floorTo(DAY, from); day < to; day += DAY) {
      const lines = measured(day)
        .filter(({ at, writtenAt }) => at >= from && at + MINUTE <= to && writtenAt <= to)
        .map(lineOf);
      if (lines.length > 0) yield lines.join('');
    }
  }
}

function lineOf({ turbine, at, values }: Measurement): string {
  const { wind, temperature, vibration, consumption } = values;
  const cells = [wind, temperature, vibration, consumption].map((value) => value?.toFixed(2) ?? '\\N');
  return `${turbine}\t${utc(at)}\t${cells.join('\t')}\n`;
}

/** As a TIMESTAMP WITHOUT TIME ZONE that means UTC. */
const utc = (at: Instant): string => formatInstant(at).replace('T', ' ').replace('Z', '');
