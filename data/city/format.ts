// The file of cities: twelve columns with French names, and the score where somebody has given one.
import { glimpse } from '../glimpse.ts';
import type { TableFormat, TableRecord } from '../table-format.ts';

/** Their header to our columns. */
const NUMBERS = {
  cout_energie_eurp_mwh: 'energy_cost_eur_per_mwh',
  part_bas_carbone_pourcent: 'low_carbon_pct',
  intensite_co2_g_kwh: 'co2_g_per_kwh',
  fiabilite_reseau_indice: 'grid_reliability_index',
  potentiel_solaire_kwh_kwp_an: 'solar_potential_kwh_per_kwp',
  indice_potentiel_eolien: 'wind_potential_index',
  indice_risque_politique: 'political_risk_index',
  indice_dependance_importations: 'import_dependence_index',
  temperature_moy_c: 'temperature_mean_celsius',
  incitations_fiscales_euro_mwh: 'tax_incentive_eur_per_mwh',
  score_suitabilite_datacenter: 'datacenter_suitability_index',
} as const;
const SCORE = 'score_suitabilite_datacenter';
/** A comma is what French spreadsheets write. */
const NUMBER = /^[+-]?\d{1,9}([.,]\d{1,9})?$/;

export const cityFile: TableFormat = {
  id: 'cities',
  required: ['pays', 'ville', ...Object.keys(NUMBERS).filter((name) => name !== SCORE)],
  optional: [SCORE],
  read(record: TableRecord) {
    const { pays: country = '', ville: city = '' } = record;
    if (country === '' || city === '') return 'want a country and a city (pays, ville)';
    const row: Record<string, string | number | null> & { quality: 'consolidated' } = {
      country,
      city,
      quality: 'consolidated',
    };
    for (const [theirs, ours] of Object.entries(NUMBERS)) {
      const text = record[theirs] ?? '';
      if (text !== '' && !NUMBER.test(text)) return `${theirs}: got ${glimpse(text)}, want a number or nothing`;
      row[ours] = text === '' ? null : Number(text.replace(',', '.'));
    }
    return row;
  },
};
