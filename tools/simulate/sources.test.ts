// What each source of `consumption` reads of the simulated world: the world itself.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { odreNationalArchive } from '../../data/consumption/sources/odre-national-archive.ts';
import { odreNationalLive } from '../../data/consumption/sources/odre-national-live.ts';
import { odreRegionalArchive } from '../../data/consumption/sources/odre-regional-archive.ts';
import { odreRegionalLive } from '../../data/consumption/sources/odre-regional-live.ts';
import { rte } from '../../data/consumption/sources/rte.ts';
import type { Row, Source } from '../../data/dataset.ts';
import { formatInstant, HOUR, type Instant, parisDay } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { askAll } from './asking.ts';
import { type Simulator, startSimulator } from './server.ts';
import { simulateWorld } from './world.ts';

const utc = (text: string): Instant => Date.parse(text);
/** A Friday, 13:07 in Paris. */
const NOW = utc('2026-11-20T12:07:00Z');
let now = NOW;
let simulator: Simulator;
const world = simulateWorld({ seed: 7 });

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => now });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  now = NOW;
});

const ingest = (source: Source, from: Instant, to: Instant) => askAll(simulator.url, source, from, to);
const instants = (rows: readonly Row[]): string[] => rows.map((row) => formatInstant(Number(row['at'])));
const check = checkRow(consumption);
const accepted = (rows: readonly Row[]) => rows.map(check).filter((fault) => fault !== null);

describe('each source reads the world it is shown', () => {
  it('RTE: what was measured half an hour after it began, forecasts to the end of tomorrow', async () => {
    const { rows, rejects } = await ingest(rte, utc('2026-11-20T06:00:00Z'), utc('2026-11-21T06:00:00Z'));
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(192);
    const measured = rows.filter((row) => row['load_mw'] !== undefined);
    expect(instants(measured).sort().at(-1)).toBe('2026-11-20T11:30:00Z');
    for (const row of rows) {
      const truth = world.nation(Number(row['at']), 'real time');
      if (row['load_mw'] !== undefined) expect(row['load_mw']).toBe(truth.load);
      expect(row['rte_day_ahead_mw']).toBe(truth.dayAhead);
    }
  });

  it('ODRÉ, the nation live: every column, an hour late', async () => {
    const { rows, rejects } = await ingest(odreNationalLive, utc('2026-11-20T00:00:00Z'), utc('2026-11-22T00:00:00Z'));
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    const measured = rows.filter((row) => row['load_mw'] !== null);
    expect(instants(measured).at(-1)).toBe('2026-11-20T11:00:00Z');
    expect(instants(rows).at(-1)).toBe('2026-11-21T22:45:00Z');
    for (const row of measured) expect(row).toMatchObject(nationalColumns(Number(row['at']), 'real time'));
    const tomorrow = rows.find((row) => row['at'] === utc('2026-11-21T12:00:00Z'));
    expect(tomorrow).toMatchObject({ load_mw: null, nuclear_mw: null, rte_intraday_mw: null });
    expect(tomorrow?.['rte_day_ahead_mw']).toBe(world.nation(utc('2026-11-21T12:00:00Z'), 'real time').dayAhead);
  });

  it('ODRÉ, the regions live: twelve of them, which add up to the nation', async () => {
    const { rows, rejects } = await ingest(odreRegionalLive, utc('2026-11-20T06:00:00Z'), NOW);
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(12 * 21);
    const noon = rows.filter((row) => row['at'] === utc('2026-11-20T11:00:00Z'));
    expect(noon.map((row) => row['area']).sort()).toEqual(consumption.places.area.slice(1));
    for (const column of [
      'load_mw',
      'nuclear_mw',
      'wind_mw',
      'pumping_mw',
      'exchange_mw',
      'battery_charge_mw',
    ] as const) {
      const sum = noon.reduce((total, row) => total + Number(row[column]), 0);
      expect(sum, column).toBe(nationalColumns(utc('2026-11-20T11:00:00Z'), 'real time')[column]);
    }
  });

  it('ODRÉ, the nation archived: measures on the half hour, forecasts on each quarter, quality by age', async () => {
    const { rows, rejects } = await ingest(
      odreNationalArchive,
      utc('2026-01-10T00:00:00Z'),
      utc('2026-01-11T00:00:00Z'),
    );
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(96);
    expect(rows.filter((row) => row['load_mw'] !== null)).toHaveLength(48);
    expect(rows.filter((row) => row['rte_day_ahead_mw'] !== null)).toHaveLength(96);
    expect(rows[0]).toMatchObject({
      quality: 'consolidated',
      ...nationalColumns(utc('2026-01-10T00:00:00Z'), 'consolidated'),
    });
    const older = await ingest(odreNationalArchive, utc('2025-01-10T00:00:00Z'), utc('2025-01-10T01:00:00Z'));
    expect(older.rows[0]).toMatchObject({
      quality: 'definitive',
      ...nationalColumns(utc('2025-01-10T00:00:00Z'), 'definitive'),
    });
  });

  it('ODRÉ, the regions archived: every half hour since 2013, nothing of the last month', async () => {
    const { rows, rejects } = await ingest(
      odreRegionalArchive,
      utc('2013-01-01T00:00:00Z'),
      utc('2013-01-02T00:00:00Z'),
    );
    expect(rejects).toEqual([]);
    expect(accepted(rows)).toEqual([]);
    expect(rows).toHaveLength(48 * 12);
    expect(rows[0]).toMatchObject({ area: 'FR-IDF', quality: 'definitive' });
    const recent = await ingest(odreRegionalArchive, utc('2026-10-10T00:00:00Z'), NOW);
    expect(recent.rows).toEqual([]);
    const before = await ingest(odreRegionalArchive, utc('2012-12-01T00:00:00Z'), utc('2013-01-01T00:00:00Z'));
    expect(instants(before.rows)[0]).toBe('2012-12-31T23:00:00Z');
  });

  it('shows the same past whenever it is asked, but more of it later', async () => {
    const window = [utc('2026-11-20T09:00:00Z'), utc('2026-11-20T10:00:00Z')] as const;
    const first = await ingest(odreNationalLive, ...window);
    now = NOW + 5 * HOUR;
    expect((await ingest(odreNationalLive, ...window)).rows).toEqual(first.rows);
    const later = await ingest(odreNationalLive, utc('2026-11-20T11:15:00Z'), utc('2026-11-20T11:30:00Z'));
    expect(later.rows[0]?.['load_mw']).toBe(world.nation(utc('2026-11-20T11:15:00Z'), 'real time').load);
  });
});

describe('the nights the clocks change', () => {
  it.each([
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ])('have their quarter-hours in every area on %s', async (day, count) => {
    const night = parisDay(utc(`${day}T12:00:00Z`));
    now = night.to + 3 * HOUR;
    for (const source of [rte, odreNationalLive]) {
      const { rows } = await ingest(source, night.from, night.to);
      const measured = rows.filter((row) => typeof row['load_mw'] === 'number' && Number(row['at']) < night.to);
      expect(new Set(instants(measured)).size, source.id).toBe(count);
      expect(measured, source.id).toHaveLength(count);
    }
    const { rows } = await ingest(odreRegionalLive, night.from, night.to);
    for (const area of consumption.places.area.slice(1)) {
      expect(new Set(instants(rows.filter((row) => row['area'] === area))).size, area).toBe(count);
    }
  });

  it('come from the archive with rows labelled in the hour that never was, which are rejected', async () => {
    const night = parisDay(utc('2025-03-30T12:00:00Z'));
    const nation = await ingest(odreNationalArchive, night.from, night.to);
    expect(nation.rows).toHaveLength(92);
    expect(nation.rejects).toHaveLength(4);
    expect(nation.rejects[0]?.reason).toContain('labelled "02:00", but at that instant a clock in Paris shows 03:00');
    const regions = await ingest(odreRegionalArchive, night.from, night.to);
    expect([regions.rows.length, regions.rejects.length]).toEqual([46 * 12, 2 * 12]);
  });
});

/** Written out again: the simulator and the sources must not share a mistake. */
function nationalColumns(at: Instant, quality: 'real time' | 'consolidated' | 'definitive') {
  const now = world.nation(at, quality);
  return {
    load_mw: now.load,
    oil_mw: now.oil[0] + now.oil[1] + now.oil[2],
    coal_mw: now.coal,
    gas_mw: now.gas[0] + now.gas[1] + now.gas[2] + now.gas[3],
    gas_combined_cycle_mw: now.gas[2],
    nuclear_mw: now.nuclear,
    wind_mw: now.windOnshore + now.windOffshore,
    solar_mw: now.solar,
    hydro_mw: now.hydro,
    hydro_reservoir_mw: now.hydroOf[1],
    pumping_mw: now.pumping,
    bioenergy_mw: now.bioenergy,
    battery_charge_mw: now.charge,
    battery_discharge_mw: now.discharge,
    exchange_mw: now.exchange,
    co2_g_per_kwh: now.co2GramsPerKwh,
  };
}
