// What exactly comes out of each fixture of éCO2mix: names, signs, qualities, and the reasons of rejects.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Row, Source } from '../dataset.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { odreNationalArchive } from './sources/odre-national-archive.ts';
import { odreNationalLive } from './sources/odre-national-live.ts';
import { odreRegionalArchive } from './sources/odre-regional-archive.ts';
import { odreRegionalLive } from './sources/odre-regional-live.ts';

async function read(source: Source, file: string) {
  const { rows, rejects, warnings } = await readAll(
    source,
    readFileSync(new URL(`fixtures/${source.id}/${file}`, import.meta.url)),
  );
  return { rows, warnings, rejects: rejects.map(({ where, reason }) => `${where}: ${reason}`) };
}
const shown = (rows: readonly Row[], ...columns: string[]) =>
  rows.map((row) => [formatInstant(Number(row['at'])), ...columns.map((column) => row[column])].join(' '));

describe('national éCO2mix', () => {
  it('reads every field under our name, and turns round what RTE writes as negative production', async () => {
    const { rows } = await read(odreNationalLive, 'good.json');
    expect(rows[0]).toEqual({
      area: 'FR',
      at: Date.parse('2026-11-20T10:00:00Z'),
      quality: 'real time',
      load_mw: 54321,
      rte_day_ahead_mw: 54000,
      rte_intraday_mw: 54250,
      oil_mw: 178,
      oil_turbine_mw: 11,
      oil_cogeneration_mw: 67,
      oil_other_mw: 100,
      coal_mw: 21,
      gas_mw: 3456,
      gas_turbine_mw: 12,
      gas_cogeneration_mw: 600,
      gas_combined_cycle_mw: 2800,
      gas_other_mw: 44,
      nuclear_mw: 43210,
      wind_mw: 5678,
      wind_onshore_mw: 4678,
      wind_offshore_mw: 1000,
      solar_mw: 2345,
      hydro_mw: 6789,
      hydro_run_of_river_mw: 4000,
      hydro_reservoir_mw: 2289,
      hydro_pumped_mw: 500,
      pumping_mw: 432,
      bioenergy_mw: 1012,
      bioenergy_waste_mw: 300,
      bioenergy_biomass_mw: 412,
      bioenergy_biogas_mw: 300,
      battery_charge_mw: 53,
      battery_discharge_mw: 7,
      exchange_mw: -7936,
      exchange_gb_mw: -2001,
      exchange_es_mw: -1002,
      exchange_it_mw: -2503,
      exchange_ch_mw: -1304,
      exchange_de_be_mw: 405,
      co2_g_per_kwh: 31,
    });
  });

  it('reads ND, a dash and null as not said, and zero as zero', async () => {
    const { rows } = await read(odreNationalLive, 'good.json');
    expect(rows[1]).toMatchObject({ battery_charge_mw: null, battery_discharge_mw: null, exchange_gb_mw: null });
    expect(Object.is(rows[1]?.['pumping_mw'], 0)).toBe(true);
  });

  it('reads a row of tomorrow as a forecast without measures', async () => {
    const { rows } = await read(odreNationalLive, 'good.json');
    expect(rows[2]).toMatchObject({ load_mw: null, rte_day_ahead_mw: 55500, rte_intraday_mw: null, nuclear_mw: null });
  });

  it('takes the quality of each archived row from its nature, behind a byte order mark', async () => {
    const { rows } = await read(odreNationalArchive, 'good.csv');
    expect(shown(rows, 'quality', 'load_mw', 'rte_day_ahead_mw')).toEqual([
      '2024-01-15T18:00:00Z definitive 54321 54000',
      '2024-01-15T18:15:00Z definitive  80500',
      '2025-05-01T10:00:00Z consolidated 54321 54000',
    ]);
  });

  it('rejects what it does not know, each with its reason, and reads the rest', async () => {
    const { rows, rejects } = await read(odreNationalLive, 'broken-rows.json');
    expect(shown(rows)).toEqual(['2026-11-20T10:00:00Z', '2026-11-20T11:30:00Z']);
    expect(rejects).toEqual([
      'record 2: nature "Données provisoires" is new to us',
      'record 3: perimetre "Corse" is new to us',
      'record 4: date_heure "2026-11-20 10:45" is no instant, want 2026-01-31T12:00:00+00:00',
      'record 5: eolien_offshore: got "environ 1000", want a whole number or nothing',
      'record 6: nucleaire: got 43210.5, want a whole number or nothing',
    ]);
  });

  it.each([
    ['broken-missing-column.json', 'missing nucleaire'],
    ['broken-html.json', 'Service momentan'],
    ['broken-error.json', 'ODSQLSyntaxError'],
    ['broken-truncated.json', 'truncated'],
  ])('fails on %s', async (file, why) => {
    await expect(read(odreNationalLive, file)).rejects.toThrow(why);
  });

  it.each([
    ['broken-missing-column.csv', 'missing prevision_j1'],
    ['broken-html.csv', 'want a CSV header, got "<!doctype html>"'],
    ['broken-error.csv', 'InternalError'],
    ['broken-truncated.csv', 'truncated'],
    ['broken-nothing.csv', 'an empty answer'],
  ])('fails on %s', async (file, why) => {
    await expect(read(odreNationalArchive, file)).rejects.toThrow(why);
  });

  it.each([
    ['live', odreNationalLive, 'good-new-column.json'],
    ['archived', odreNationalArchive, 'good-new-column.csv'],
  ])('reads the rest beside a column that is new, %s, and says so', async (_, source, file) => {
    const { rows, rejects, warnings } = await read(source, file);
    expect(warnings).toEqual(['national éCO2mix: new to us and left out: the column "hydrogene"']);
    expect(rejects).toEqual([]);
    expect(rows[0]).toMatchObject({ area: 'FR', load_mw: 54321, nuclear_mw: 43210 });
    expect(rows).toHaveLength(3);
  });

  it('keeps the rows of the March night that are rightly labelled, and rejects the hour that never was', async () => {
    const { rows, rejects } = await read(odreNationalArchive, 'dst-spring.csv');
    expect(shown(rows, 'rte_day_ahead_mw')).toEqual([
      '2026-03-29T00:45:00Z 54000',
      '2026-03-29T01:00:00Z 40600',
      '2026-03-29T01:15:00Z 54000',
    ]);
    expect(rejects).toEqual(['line 3: labelled "02:00", but at that instant a clock in Paris shows 03:00']);
  });

  it('reads both 02:30s on the night the clocks go back', async () => {
    const { rows } = await read(odreNationalLive, 'dst-autumn.json');
    expect(shown(rows, 'load_mw')).toEqual([
      '2026-10-25T00:30:00Z 41000',
      '2026-10-25T00:45:00Z 40500',
      '2026-10-25T01:30:00Z 39500',
      '2026-10-25T01:45:00Z 39000',
      '2026-10-25T02:00:00Z 38800',
    ]);
  });
});

describe('regional éCO2mix', () => {
  it('reads a region by its INSEE code', async () => {
    const { rows } = await read(odreRegionalLive, 'good.json');
    expect(rows[0]).toEqual({
      area: 'FR-ARA',
      at: Date.parse('2026-11-20T10:00:00Z'),
      quality: 'real time',
      load_mw: 8765,
      thermal_mw: 432,
      nuclear_mw: 10321,
      wind_mw: 321,
      solar_mw: 654,
      hydro_mw: 3210,
      pumping_mw: 210,
      bioenergy_mw: 98,
      battery_charge_mw: 9,
      battery_discharge_mw: 2,
      exchange_mw: -6061,
    });
    expect(shown(rows, 'area', 'load_mw', 'nuclear_mw')).toEqual([
      '2026-11-20T10:00:00Z FR-ARA 8765 10321',
      '2026-11-20T10:00:00Z FR-IDF 8765 ',
      '2026-11-20T10:30:00Z FR-PAC 4321 10321',
    ]);
  });

  it('passes over the empty flows between regions', async () => {
    expect((await read(odreRegionalLive, 'good-with-flows.json')).rows).toEqual(
      (await read(odreRegionalLive, 'good.json')).rows,
    );
  });

  it('reads the wind of the archive, which is text, with either line end', async () => {
    const { rows } = await read(odreRegionalArchive, 'good.csv');
    expect(shown(rows, 'wind_mw', 'wind_offshore_mw')).toEqual([
      '2026-11-20T10:00:00Z 321 20',
      '2026-11-20T10:00:00Z  20',
      '2026-11-20T10:30:00Z  20',
    ]);
    expect((await read(odreRegionalArchive, 'good-lf.csv')).rows).toEqual(rows);
  });

  it('rejects a region without its code, and a label that is not the time of its instant', async () => {
    expect((await read(odreRegionalArchive, 'broken-rows.csv')).rejects).toEqual([
      'line 3: code_insee_region "94" is new to us',
      'line 4: labelled "12:00", but at that instant a clock in Paris shows 11:00',
      'line 5: eolien: got "n/a", want a whole number or nothing',
    ]);
  });
});
