// What cities offer to a data centre: one row per city, which holds until it changes.
import { doublePrecision, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const INDICATORS = [
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
export const SUITABILITY = ['datacenter_suitability_index'] as const;

// The scales of four indices are not stated by their source: anything from 0 to 100 is possible.
const INDEX = [0, 100] as const;

export const RANGES = {
  energy_cost_eur_per_mwh: [-500, 5_000],
  low_carbon_pct: [0, 100],
  co2_g_per_kwh: [0, 2_000],
  grid_reliability_index: [0, 1],
  solar_potential_kwh_per_kwp: [0, 3_500],
  wind_potential_index: INDEX,
  political_risk_index: INDEX,
  import_dependence_index: INDEX,
  temperature_mean_celsius: [-60, 60],
  tax_incentive_eur_per_mwh: [-1_000, 1_000],
  datacenter_suitability_index: INDEX,
} as const;

export const city = pgTable(
  'city',
  {
    country: text('country').notNull(),
    city: text('city').notNull(),
    energy_cost_eur_per_mwh: doublePrecision('energy_cost_eur_per_mwh'),
    low_carbon_pct: doublePrecision('low_carbon_pct'),
    co2_g_per_kwh: integer('co2_g_per_kwh'),
    grid_reliability_index: doublePrecision('grid_reliability_index'),
    solar_potential_kwh_per_kwp: doublePrecision('solar_potential_kwh_per_kwp'),
    wind_potential_index: doublePrecision('wind_potential_index'),
    political_risk_index: doublePrecision('political_risk_index'),
    import_dependence_index: doublePrecision('import_dependence_index'),
    temperature_mean_celsius: doublePrecision('temperature_mean_celsius'),
    tax_incentive_eur_per_mwh: doublePrecision('tax_incentive_eur_per_mwh'),
    ...provenance('indicators'),
    datacenter_suitability_index: doublePrecision('datacenter_suitability_index'),
    ...provenance('suitability'),
  },
  (t) => [
    primaryKey({ columns: [t.country, t.city] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['indicators', 'suitability']),
  ],
);
