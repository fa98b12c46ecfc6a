import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readAll } from '../read-all.ts';
import { cityFile } from './format.ts';
import { cityCsv } from './sources/city-csv.ts';

const GOOD = readFileSync(join(import.meta.dirname, 'fixtures/city-csv/good.csv'), 'utf8');
const read = (text: string) => readAll(cityCsv, new TextEncoder().encode(text));
const withColumn = (text: string, name: string, value: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line, i) => `${line};${i === 0 ? name : value}`)
    .join('\n');

it('reads the twelve columns and the score under our names, with points and with commas', async () => {
  const { rows } = await read(GOOD);
  expect(rows[0]).toEqual({
    country: 'France',
    city: 'Lyon',
    energy_cost_eur_per_mwh: 92.5,
    low_carbon_pct: 93,
    co2_g_per_kwh: 48,
    grid_reliability_index: 0.97,
    solar_potential_kwh_per_kwp: 1290,
    wind_potential_index: 0.42,
    political_risk_index: 0.18,
    import_dependence_index: 0.46,
    temperature_mean_celsius: 12.9,
    tax_incentive_eur_per_mwh: 7.5,
    datacenter_suitability_index: 78.4,
    quality: 'consolidated',
  });
  expect(rows[1]).toMatchObject({ city: 'Oslo', datacenter_suitability_index: null });
  expect(rows[2]).toMatchObject({ city: 'Reykjavik', energy_cost_eur_per_mwh: 48.2, grid_reliability_index: 0.98 });
});

it('warns of a column that is new to us, and loads the rest', async () => {
  const { rows, rejects, warnings } = await read(withColumn(GOOD, 'disponibilite_eau_indice', '0.5'));
  expect(warnings).toEqual(['cities: new to us and left out: the column "disponibilite_eau_indice"']);
  expect(rejects).toEqual([]);
  expect(rows).toHaveLength(3);
});

it.each(['pays', 'cout_energie_eurp_mwh', 'incitations_fiscales_euro_mwh'])(
  'stops without the column %s',
  async (name) => {
    await expect(read(GOOD.replace(name, `${name}_x`))).rejects.toThrow(`cities: want the column ${name}`);
  },
);

it('rejects a line by itself, with its number and what was wrong', async () => {
  const { rows, rejects } = await read(GOOD.replace('92.5', 'cher').replace('Norvège', ''));
  expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
    'line 2: cout_energie_eurp_mwh: got "cher", want a number or nothing',
    'line 3: want a country and a city (pays, ville)',
  ]);
  expect(rows).toHaveLength(1);
});

it('has a README that lists the columns of the file, twelve and the score', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const listed = [...readme.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(listed).toEqual([...cityFile.required, ...(cityFile.optional ?? [])]);
  expect(listed).toHaveLength(13);
});
