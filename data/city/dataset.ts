// What cities offer to a data centre, and how suitable somebody has found them.
import { defineDataset } from '../dataset.ts';
import { DAY } from '../time.ts';
import { cityFile } from './format.ts';
import { cityCsv } from './sources/city-csv.ts';
import { INDICATORS, RANGES, SUITABILITY, city as table } from './table.ts';

export const city = defineDataset({
  id: 'city',
  title: { en: 'Cities for data centres', fr: 'Villes pour centres de données' },
  table,
  key: ['country', 'city'],
  places: {},
  ranges: RANGES,
  notes: {
    country: 'Country, as its source writes it, in French.',
    city: 'City, as its source writes it.',
    energy_cost_eur_per_mwh: 'What electricity costs a large consumer, €/MWh.',
    low_carbon_pct: 'Share of low-carbon plants in the electricity produced, %.',
    co2_g_per_kwh: 'CO2 emitted for each kWh of electricity produced, g/kWh.',
    grid_reliability_index: 'How reliable the grid is, from 0 to 1 (always there).',
    solar_potential_kwh_per_kwp: 'What an installed kWp of solar panels yields in a year, kWh.',
    wind_potential_index: 'How windy it is; higher is windier. The source does not state its scale.',
    political_risk_index: 'Political risk; higher is riskier. The source does not state its scale.',
    import_dependence_index: 'How much energy comes from abroad; higher is more. The source does not state its scale.',
    temperature_mean_celsius: 'Mean temperature of the year, °C.',
    tax_incentive_eur_per_mwh: 'Tax incentive, €/MWh; positive lowers the cost.',
    datacenter_suitability_index: 'How suitable somebody has found it, from 0 to 100. Unknown for most cities.',
  },
  headline: 'datacenter_suitability_index',
  // Nobody says when such a figure became known: it is known since we first had it.
  parts: { indicators: { columns: INDICATORS }, suitability: { columns: SUITABILITY } },
  grid: 'snapshot',
  feeds: [
    {
      id: 'file',
      columns: [...INDICATORS, ...SUITABILITY],
      schedule: { weeklyOn: { weekday: 1, hour: 5 } },
      window: 7 * DAY,
      firstWindow: 32 * DAY,
      slice: 400 * DAY,
      staleAfter: 30 * DAY,
      alternatives: [cityCsv],
    },
  ],
  quality: {
    critical: ['energy_cost_eur_per_mwh', 'co2_g_per_kwh'],
    anomalies: [
      { kind: 'range', column: 'energy_cost_eur_per_mwh', low: 5, high: 400 },
      { kind: 'range', column: 'co2_g_per_kwh', low: 1, high: 1_000 },
    ],
  },
  files: [cityFile],
  privacy: 'none',
  licence: {
    id: 'as-supplied',
    // Whoever made the file has the rights of who makes a database, and says what others may do with it.
    url: 'https://eur-lex.europa.eu/eli/dir/1996/9/oj',
    attribution: 'Whoever keeps the file of cities',
  },
});
