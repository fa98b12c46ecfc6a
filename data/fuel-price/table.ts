// What energy costs in France, month by month: one row a month, one column for each way of buying it. All taxes included, but for crude oil and coal.
import { doublePrecision, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

const PER_MWH = [0, 2_000] as const;
const PER_HL = [0, 1_000] as const;

export const RANGES = {
  electricity_3kva_eur_per_mwh: PER_MWH,
  electricity_6kva_eur_per_mwh: PER_MWH,
  electricity_eur_per_mwh: PER_MWH,
  gas_b0_eur_per_mwh: PER_MWH,
  gas_b1_eur_per_mwh: PER_MWH,
  gas_b2i_eur_per_mwh: PER_MWH,
  gas_eur_per_mwh: PER_MWH,
  propane_eur_per_mwh: PER_MWH,
  heating_oil_eur_per_mwh: PER_MWH,
  pellets_bulk_eur_per_mwh: PER_MWH,
  pellets_bags_eur_per_mwh: PER_MWH,
  petrol_95_eur_per_hl: PER_HL,
  petrol_98_eur_per_hl: PER_HL,
  diesel_eur_per_hl: PER_HL,
  lpg_eur_per_hl: PER_HL,
  // On 20 April 2020 a contract for oil was worth less than nothing; a month's mean never was.
  brent_usd_per_bbl: [0, 500],
  coal_usd_per_t: [0, 2_000],
  dollar_eur_per_usd: [0.2, 5],
} as const;

export const PRICES = [
  'electricity_3kva_eur_per_mwh',
  'electricity_6kva_eur_per_mwh',
  'electricity_eur_per_mwh',
  'gas_b0_eur_per_mwh',
  'gas_b1_eur_per_mwh',
  'gas_b2i_eur_per_mwh',
  'gas_eur_per_mwh',
  'propane_eur_per_mwh',
  'heating_oil_eur_per_mwh',
  'pellets_bulk_eur_per_mwh',
  'pellets_bags_eur_per_mwh',
  'petrol_95_eur_per_hl',
  'petrol_98_eur_per_hl',
  'diesel_eur_per_hl',
  'lpg_eur_per_hl',
  'brent_usd_per_bbl',
  'coal_usd_per_t',
  'dollar_eur_per_usd',
] as const;
export type Price = (typeof PRICES)[number];

export const fuelPrice = pgTable(
  'fuel_price',
  {
    at: instant('at').notNull(),
    electricity_3kva_eur_per_mwh: doublePrecision('electricity_3kva_eur_per_mwh'),
    electricity_6kva_eur_per_mwh: doublePrecision('electricity_6kva_eur_per_mwh'),
    electricity_eur_per_mwh: doublePrecision('electricity_eur_per_mwh'),
    gas_b0_eur_per_mwh: doublePrecision('gas_b0_eur_per_mwh'),
    gas_b1_eur_per_mwh: doublePrecision('gas_b1_eur_per_mwh'),
    gas_b2i_eur_per_mwh: doublePrecision('gas_b2i_eur_per_mwh'),
    gas_eur_per_mwh: doublePrecision('gas_eur_per_mwh'),
    propane_eur_per_mwh: doublePrecision('propane_eur_per_mwh'),
    heating_oil_eur_per_mwh: doublePrecision('heating_oil_eur_per_mwh'),
    pellets_bulk_eur_per_mwh: doublePrecision('pellets_bulk_eur_per_mwh'),
    pellets_bags_eur_per_mwh: doublePrecision('pellets_bags_eur_per_mwh'),
    petrol_95_eur_per_hl: doublePrecision('petrol_95_eur_per_hl'),
    petrol_98_eur_per_hl: doublePrecision('petrol_98_eur_per_hl'),
    diesel_eur_per_hl: doublePrecision('diesel_eur_per_hl'),
    lpg_eur_per_hl: doublePrecision('lpg_eur_per_hl'),
    brent_usd_per_bbl: doublePrecision('brent_usd_per_bbl'),
    coal_usd_per_t: doublePrecision('coal_usd_per_t'),
    dollar_eur_per_usd: doublePrecision('dollar_eur_per_usd'),
    ...provenance('prices'),
  },
  (t) => [primaryKey({ columns: [t.at] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['prices'])],
);
