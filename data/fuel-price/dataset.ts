// What energy costs those who buy it in France, month by month.
import { defineDataset } from '../dataset.ts';
import { DAY, instantsAtParis, parisClock } from '../time.ts';
import { akajoule } from './sources/akajoule.ts';
import { PRICES, RANGES, fuelPrice as table } from './table.ts';

export const fuelPrice = defineDataset({
  id: 'fuel-price',
  title: { en: 'Prices of energy', fr: 'Prix des énergies' },
  table,
  key: ['at'],
  timeColumn: 'at',
  places: {},
  ranges: RANGES,
  notes: {
    at: 'First midnight of the month in Paris, in UTC.',
    electricity_3kva_eur_per_mwh: 'Electricity, household with a connection of 3 kVA, €/MWh, taxes included.',
    electricity_6kva_eur_per_mwh: 'Electricity, household with a connection of 6 kVA, €/MWh, taxes included.',
    electricity_eur_per_mwh: 'Electricity, mean of all household tariffs, €/MWh, taxes included.',
    gas_b0_eur_per_mwh: 'Gas, tariff B0 (hot water), €/MWh of gross calorific value, taxes included.',
    gas_b1_eur_per_mwh: 'Gas, tariff B1 (heating), €/MWh of gross calorific value, taxes included.',
    gas_b2i_eur_per_mwh: 'Gas, tariff B2I (shared heating), €/MWh of gross calorific value, taxes included.',
    gas_eur_per_mwh: 'Gas, mean of all household tariffs, €/MWh of gross calorific value, taxes included.',
    propane_eur_per_mwh: 'Propane in a tank, €/MWh of net calorific value, taxes included.',
    heating_oil_eur_per_mwh: 'Heating oil, tariff C1 (2,000 to 5,000 l), €/MWh of net calorific value, taxes included.',
    pellets_bulk_eur_per_mwh: 'Wood pellets in bulk, €/MWh, taxes included.',
    pellets_bags_eur_per_mwh: 'Wood pellets in bags, €/MWh, taxes included.',
    petrol_95_eur_per_hl: 'Petrol, unleaded 95, €/hl at the pump.',
    petrol_98_eur_per_hl: 'Petrol, unleaded 98, €/hl at the pump.',
    diesel_eur_per_hl: 'Diesel, €/hl at the pump.',
    lpg_eur_per_hl: 'Liquefied petroleum gas for cars, €/hl at the pump.',
    brent_usd_per_bbl: 'Crude oil, dated Brent, $ a barrel.',
    coal_usd_per_t: 'Steam coal, $ a tonne.',
    dollar_eur_per_usd: 'What a US dollar costs, €.',
  },
  headline: 'gas_eur_per_mwh',
  parts: { prices: { columns: PRICES, knownAt: ({ at }) => middleOfNextMonth(Number(at)) } },
  grid: 'paris-month',
  feeds: [
    {
      id: 'monthly',
      columns: PRICES,
      schedule: { weeklyOn: { weekday: 0, hour: 9 } },
      // Prices of a year are corrected when the year is over.
      window: 400 * DAY,
      firstWindow: 800 * DAY,
      slice: 4_000 * DAY,
      staleAfter: 100 * DAY,
      alternatives: [akajoule],
    },
  ],
  quality: {
    critical: ['electricity_eur_per_mwh', 'gas_eur_per_mwh', 'diesel_eur_per_hl'],
    anomalies: [
      { kind: 'jump', column: 'gas_eur_per_mwh', most: 50 },
      { kind: 'jump', column: 'diesel_eur_per_hl', most: 40 },
    ],
  },
  privacy: 'none',
  licence: {
    id: 'etalab-2.0',
    url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    attribution: 'SDES, Pégase, via akajoule',
  },
});

/** Means of a month are published about the middle of the next. */
function middleOfNextMonth(at: number): number {
  const { year, month } = parisClock(at);
  return instantsAtParis({ year: month === 12 ? year + 1 : year, month: (month % 12) + 1, day: 15, hour: 12 })[0]!;
}
