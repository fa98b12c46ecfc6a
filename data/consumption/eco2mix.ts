// The words of éCO2mix as ODRÉ publishes it, national and regional, live and archived, and what each is to us. Data only: record.ts reads with it.
import type { Quality } from '../columns.ts';

export interface Reading {
  readonly column: string;
  /** -1 where éCO2mix counts as negative production what we count as load. */
  readonly sign: 1 | -1;
}
const plus = (column: string): Reading => ({ column, sign: 1 });
const minus = (column: string): Reading => ({ column, sign: -1 });

/** What both grains publish. */
const SHARED = {
  consommation: plus('load_mw'),
  nucleaire: plus('nuclear_mw'),
  eolien: plus('wind_mw'),
  solaire: plus('solar_mw'),
  hydraulique: plus('hydro_mw'),
  pompage: minus('pumping_mw'),
  bioenergies: plus('bioenergy_mw'),
  ech_physiques: plus('exchange_mw'),
};
/** In some files and some years only: their absence is no fault. */
export const SOMETIMES = {
  eolien_terrestre: plus('wind_onshore_mw'),
  eolien_offshore: plus('wind_offshore_mw'),
  stockage_batterie: minus('battery_charge_mw'),
  destockage_batterie: plus('battery_discharge_mw'),
};
const NATIONAL = {
  ...SHARED,
  prevision_j1: plus('rte_day_ahead_mw'),
  prevision_j: plus('rte_intraday_mw'),
  fioul: plus('oil_mw'),
  fioul_tac: plus('oil_turbine_mw'),
  fioul_cogen: plus('oil_cogeneration_mw'),
  fioul_autres: plus('oil_other_mw'),
  charbon: plus('coal_mw'),
  gaz: plus('gas_mw'),
  gaz_tac: plus('gas_turbine_mw'),
  gaz_cogen: plus('gas_cogeneration_mw'),
  gaz_ccg: plus('gas_combined_cycle_mw'),
  gaz_autres: plus('gas_other_mw'),
  hydraulique_fil_eau_eclusee: plus('hydro_run_of_river_mw'),
  hydraulique_lacs: plus('hydro_reservoir_mw'),
  hydraulique_step_turbinage: plus('hydro_pumped_mw'),
  bioenergies_dechets: plus('bioenergy_waste_mw'),
  bioenergies_biomasse: plus('bioenergy_biomass_mw'),
  bioenergies_biogaz: plus('bioenergy_biogas_mw'),
  ech_comm_angleterre: plus('exchange_gb_mw'),
  ech_comm_espagne: plus('exchange_es_mw'),
  ech_comm_italie: plus('exchange_it_mw'),
  ech_comm_suisse: plus('exchange_ch_mw'),
  ech_comm_allemagne_belgique: plus('exchange_de_be_mw'),
  taux_co2: plus('co2_g_per_kwh'),
};
const REGIONAL = { ...SHARED, thermique: plus('thermal_mw') };

/** Left aside knowingly: shares and load factors follow from the rest, labels and dates too; flows between regions are empty; two columns have no name. */
export const IGNORED = /^(tco_|tch_|flux_physiques_|column_(30|68)$|libelle_region$|date$)/;

export const QUALITY_OF_NATURE: Readonly<Record<string, Quality>> = {
  'Données temps réel': 'real time',
  'Données consolidées': 'consolidated',
  'Données définitives': 'definitive',
};

/** Keyed by INSEE code: the labels are spelt in several ways. */
const AREA_OF_REGION: Readonly<Record<string, string>> = {
  '11': 'FR-IDF',
  '24': 'FR-CVL',
  '27': 'FR-BFC',
  '28': 'FR-NOR',
  '32': 'FR-HDF',
  '44': 'FR-GES',
  '52': 'FR-PDL',
  '53': 'FR-BRE',
  '75': 'FR-NAQ',
  '76': 'FR-OCC',
  '84': 'FR-ARA',
  '93': 'FR-PAC',
};
const AREA_OF_PERIMETER: Readonly<Record<string, string>> = { France: 'FR' };

export interface Grain {
  readonly name: string;
  readonly readings: Readonly<Record<string, Reading>>;
  readonly placeField: string;
  readonly areas: Readonly<Record<string, string>>;
}
export const NATIONAL_GRAIN: Grain = {
  name: 'national éCO2mix',
  readings: NATIONAL,
  placeField: 'perimetre',
  areas: AREA_OF_PERIMETER,
};
export const REGIONAL_GRAIN: Grain = {
  name: 'regional éCO2mix',
  readings: REGIONAL,
  placeField: 'code_insee_region',
  areas: AREA_OF_REGION,
};
