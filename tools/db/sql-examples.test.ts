// Every statement of docs/sql-examples.md, as the role that reads them would run it, against a month of facts whose end is now.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { dump } from '../../db/dump.ts';
import { type TestDatabase, testDatabase } from '../../db/local/test-database.ts';
import { fillMonth } from '../../db/local/test-month.ts';
import { ROOT } from '../root.ts';
import { monthOfParis } from './dump.ts';
import { sqlExamples } from './sql-examples.ts';

const definitions: readonly DatasetDefinition[] = Object.values(datasets);
const NOW = "timestamptz '2026-11-01 00:00 Europe/Paris'";
const examples = sqlExamples().map(({ title, sql }) => [title, sql.replaceAll('now()', NOW)] as const);

/** Heading: how many rows a month of everything gives (null: as many as there are), and their columns. */
const SHAPES: Readonly<Record<string, readonly [rows: number | null, columns: string]>> = {
  'Load and temperature, day by day': [30, 'date load_mean_mw load_peak_mw temperature_mean_celsius'],
  'What an hour of the day costs': [24, 'hour_index hours_count price_mean_eur_per_mwh lowest highest load_mean_mw'],
  'The cheapest hours': [20, 'local_time price_eur_per_mwh is_negative load_mw solar_mw wind_mw renewable_pct'],
  'Days of strike and other days': [
    2,
    'is_strike_day days_count load_mean_mw temperature_mean_celsius highest_rate_pct',
  ],
  'Holidays, weekends and the rest': [null, 'kind_of_day days_count load_mean_mw price_mean_eur_per_mwh'],
  'Wind power by region': [12, 'area wind_gwh wind_peak_mw days_count'],
  'Carbon by the hour': [24, 'hour co2_mean_g_per_kwh co2_p90_g_per_kwh'],
  "How good is RTE's own forecast of the day ahead?": [1, 'mae_mw mape_pct bias_mw quarters_count'],
  'How far ahead can the weather be believed?': [
    null,
    'days_ahead hours_count temperature_mae_celsius wind_mae_m_per_s',
  ],
  'Gas by region': [null, 'region gas_gwh operators_count first_hour last_hour'],
  'Turbines: availability and what the stops were': [
    2,
    'turbine_id model days_count planned_stop_days_count unplanned_stop_days_count availability_pct energy_mwh capacity_factor_pct',
  ],
  'Turbines: a day of one sensor after the other': [
    8,
    'sensor_id turbine_id sensor_type unit hours_count lowest highest',
  ],
  'Completeness: which days lack quarters of an hour?': [30, 'date expected_count present_count'],
  'Revisions: how far was real time from the last word?': [
    1,
    'was became revisions_count mean_correction_celsius last_corrected_at',
  ],
  'Provenance: where does this figure come from?': [
    1,
    'area at load_mw load_quality load_known_at load_source run_id lake_key sha256 simulated',
  ],
  'Freshness and failures of the last week': [
    null,
    'dataset feed runs_count failed_count rows_changed rows_rejected last_finished_at',
  ],
  'What was rejected, and why': [
    null,
    'dataset extracted_count rejected_count reason rows_count example_place example',
  ],
  'Cities for a data centre': [
    10,
    'country city energy_cost_eur_per_mwh low_carbon_pct co2_g_per_kwh datacenter_suitability_index place',
  ],
};

let database: TestDatabase;
let imported: TestDatabase;
let analyst: pg.Client;
beforeAll(async () => {
  [database, imported] = await Promise.all([testDatabase(), testDatabase()]);
  await fillMonth(
    database.ownerUrl,
    definitions.filter(({ privacy }) => privacy === 'none'),
    monthOfParis('2026-10'),
  );
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  await owner.query(
    `INSERT INTO revision (dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)
     SELECT 'weather', ARRAY['paris', at::text], at, 'air', '{"temperature_celsius": 9.5}', 'real time', at, now(), air_raw
     FROM weather WHERE place = 'paris' AND at = '2026-10-20T00:00:00Z'`,
  );
  await owner.end();
  analyst = new pg.Client(database.url('analyst'));
  await analyst.connect();
}, 120_000);
afterAll(async () => {
  await analyst?.end();
  await database.drop();
  await imported.drop();
});

it('has a shape for each example, and an example for each shape', () => {
  expect(examples.map(([title]) => title)).toEqual(Object.keys(SHAPES));
});

it.each(examples)('%s', async (title, sql) => {
  const [rows, columns] = SHAPES[title] ?? [null, ''];
  const started = performance.now();
  const found = await analyst.query(sql);
  expect(performance.now() - started, 'milliseconds').toBeLessThan(1_000);
  expect(found.fields.map(({ name }) => name).join(' ')).toBe(columns);
  expect(found.rows.length).toBe(rows ?? Math.max(1, found.rows.length));
});

it('knows that a day of October has 100 quarters', async () => {
  const sql = examples.find(([title]) => title.startsWith('Completeness'))?.[1] ?? '';
  const { rows } = await analyst.query<{ date: string; expected_count: number; present_count: string }>(sql);
  expect(rows.filter(({ expected_count }) => expected_count !== 96)).toEqual([
    { date: '2026-10-25', expected_count: 100, present_count: '100' },
  ]);
});

it('on a month as a file, all run without `analytics.` but those that the page names', async () => {
  // Of a month without facts: tables and columns decide, and they are always there.
  const month = '2020-01';
  const statements: string[] = [];
  const open = definitions.filter(({ privacy }) => privacy === 'none');
  for await (const piece of dump(database.ownerUrl, { month, window: monthOfParis(month), definitions: open }))
    statements.push(piece);
  const elsewhere = new pg.Client(imported.ownerUrl);
  await elsewhere.connect();
  const failing: string[] = [];
  try {
    await elsewhere.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    await elsewhere.query(statements.join(''));
    for (const [title, sql] of examples)
      await elsewhere.query(`EXPLAIN ${sql.replaceAll('analytics.', '')}`).catch(() => failing.push(title));
  } finally {
    await elsewhere.end();
  }
  const page = readFileSync(join(ROOT, 'docs/sql-examples.md'), 'utf8');
  const [, named = ''] = /What does not run there: (.*?)\n\n/s.exec(page) ?? [];
  expect([...named.matchAll(/\[(.*?)\]/g)].map(([, title]) => title)).toEqual(failing);
});
