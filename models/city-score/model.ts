// How suitable a city is for a data centre, from ten indicators of it. Learns somebody's weighting of those very indicators: no city was ever measured for suitability.
import { z } from 'zod';
import { defineRecordModel } from '../model.ts';

const INDICATORS = [
  'energy_cost_eur_per_mwh',
  'low_carbon_pct',
  'co2_g_per_kwh',
  'grid_reliability_index',
  'solar_potential_kwh_per_kwp',
  'wind_potential_index',
  'political_risk_index',
  'import_dependence_index',
  'temperature_mean_celsius',
  'tax_incentive_eur_per_mwh',
] as const;

/** Null or absent is unknown. Far more than any city has, and no more than the dataset city takes: what lies outside is another unit, or a slip. */
const known = (least: number, most: number) => z.number().min(least).max(most).nullish();
const City = z
  .strictObject({
    energy_cost_eur_per_mwh: known(-500, 5_000).describe('What electricity costs a large consumer, €/MWh'),
    low_carbon_pct: known(0, 100).describe('Share of low-carbon plants, %'),
    co2_g_per_kwh: known(0, 2_000).describe('CO2 for each kWh produced, g'),
    grid_reliability_index: known(0, 1).describe('0 to 1, always there'),
    solar_potential_kwh_per_kwp: known(0, 3_500).describe('Yield of a kWp of panels in a year, kWh'),
    wind_potential_index: known(0, 1).describe('0 to 1, windiest'),
    political_risk_index: known(0, 1).describe('0 to 1, riskiest'),
    import_dependence_index: known(0, 1).describe('0 to 1, all from abroad'),
    temperature_mean_celsius: known(-60, 60).describe('Mean of the year, °C'),
    tax_incentive_eur_per_mwh: known(-1_000, 1_000).describe('€/MWh; positive lowers the cost'),
  })
  .refine((one) => Object.values(one).some((value) => typeof value === 'number'), {
    error: `got a city of which nothing is known, want at least one of ${INDICATORS.join(', ')}`,
  });

/** In the order of INDICATORS. */
const city = (...values: readonly (number | null)[]): z.infer<typeof City> =>
  City.parse(Object.fromEntries(INDICATORS.map((name, i) => [name, values[i] ?? null])));

export const cityScore = defineRecordModel({
  kind: 'record',
  id: 'city-score',
  title: { en: 'Data-centre suitability of a city', fr: 'Aptitude d’une ville à un centre de données' },
  learnsFrom: 'simulated',
  input: City,
  examples: [
    { what: 'cheap, clean and cool', input: city(48, 99, 20, 0.99, 800, 0.7, 0.05, 0.1, 4, 11) },
    { what: 'dear, from coal, mild', input: city(140, 25, 680, 0.93, 1_050, 0.4, 0.25, 0.5, 9, 4) },
    { what: 'nuclear, temperate', input: city(90, 93, 55, 0.97, 1_200, 0.45, 0.18, 0.45, 12.5, 7) },
    { what: 'sunny and hot', input: city(105, 40, 590, 0.9, 1_900, 0.5, 0.4, 0.9, 20, 8) },
    { what: 'windy, by the sea', input: city(165, 50, 260, 0.97, 930, 0.8, 0.12, 0.7, 10, 7) },
    { what: 'price unknown', input: city(null, 85, 120, 0.96, 1_500, 0.5, 0.2, 0.6, 15, 6) },
    { what: 'climate unknown', input: city(110, 75, 160, 0.97, null, null, 0.12, 0.8, null, 4) },
    { what: 'nothing known but its carbon', input: { co2_g_per_kwh: 300 } },
  ],
  features: INDICATORS,
  heads: [{ name: 'datacenter_suitability_index', kind: 'value', unit: '0 to 100' }],
  gates: [
    { metric: 'unseen_country_r2', atLeast: 0.9 },
    { metric: 'unseen_country_mae', atMost: 2 },
  ],
  row: (input) => ({
    energy_cost_eur_per_mwh: input.energy_cost_eur_per_mwh ?? Number.NaN,
    low_carbon_pct: input.low_carbon_pct ?? Number.NaN,
    co2_g_per_kwh: input.co2_g_per_kwh ?? Number.NaN,
    grid_reliability_index: input.grid_reliability_index ?? Number.NaN,
    solar_potential_kwh_per_kwp: input.solar_potential_kwh_per_kwp ?? Number.NaN,
    wind_potential_index: input.wind_potential_index ?? Number.NaN,
    political_risk_index: input.political_risk_index ?? Number.NaN,
    import_dependence_index: input.import_dependence_index ?? Number.NaN,
    temperature_mean_celsius: input.temperature_mean_celsius ?? Number.NaN,
    tax_incentive_eur_per_mwh: input.tax_incentive_eur_per_mwh ?? Number.NaN,
  }),
});
