// The columns of éCO2mix at ODRÉ, in their order, and what our world says in each. Written apart from data/consumption/eco2mix.ts: two readings of one format check each other.
import type { Cell } from './open-dataset.ts';
import type { NationNow, RegionNow } from './world.ts';

/** What is known of a row besides its time and place. */
export interface Shown {
  readonly measured: boolean;
  readonly dayAhead: boolean;
  readonly intraday: boolean;
  /** Contracts between countries are told by the half hour. */
  readonly trade: boolean;
}

type NationalField = readonly [name: string, cell: (now: NationNow, shown: Shown) => Cell];
const measured = (name: string, value: (now: NationNow) => number): NationalField => [
  name,
  (now, shown) => (shown.measured ? value(now) : null),
];
const traded = (name: string, border: 0 | 1 | 2 | 3 | 4): NationalField => [
  name,
  (now, shown) => (shown.measured && shown.trade ? now.trade[border] : null),
];
/** These columns are text at ODRÉ. */
const asText = (name: string, value: (now: NationNow) => number): NationalField => [
  name,
  (now, shown) => (shown.measured ? String(value(now)) : null),
];

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

export const NATIONAL_FIELDS: readonly NationalField[] = [
  measured('consommation', (n) => n.load),
  ['prevision_j1', (n, shown) => (shown.dayAhead ? n.dayAhead : null)],
  ['prevision_j', (n, shown) => (shown.intraday ? n.intraday : null)],
  measured('fioul', (n) => sum(n.oil)),
  measured('charbon', (n) => n.coal),
  measured('gaz', (n) => sum(n.gas)),
  measured('nucleaire', (n) => n.nuclear),
  measured('eolien', (n) => n.windOnshore + n.windOffshore),
  asText('eolien_terrestre', (n) => n.windOnshore),
  asText('eolien_offshore', (n) => n.windOffshore),
  measured('solaire', (n) => n.solar),
  measured('hydraulique', (n) => n.hydro),
  measured('pompage', (n) => -n.pumping),
  measured('bioenergies', (n) => n.bioenergy),
  measured('ech_physiques', (n) => n.exchange),
  measured('taux_co2', (n) => n.co2GramsPerKwh),
  traded('ech_comm_angleterre', 0),
  traded('ech_comm_espagne', 1),
  traded('ech_comm_italie', 2),
  traded('ech_comm_suisse', 3),
  traded('ech_comm_allemagne_belgique', 4),
  measured('fioul_tac', (n) => n.oil[0]),
  measured('fioul_cogen', (n) => n.oil[1]),
  measured('fioul_autres', (n) => n.oil[2]),
  measured('gaz_tac', (n) => n.gas[0]),
  measured('gaz_cogen', (n) => n.gas[1]),
  measured('gaz_ccg', (n) => n.gas[2]),
  measured('gaz_autres', (n) => n.gas[3]),
  measured('hydraulique_fil_eau_eclusee', (n) => n.hydroOf[0]),
  measured('hydraulique_lacs', (n) => n.hydroOf[1]),
  measured('hydraulique_step_turbinage', (n) => n.hydroOf[2]),
  measured('bioenergies_dechets', (n) => n.bioenergyOf[0]),
  measured('bioenergies_biomasse', (n) => n.bioenergyOf[1]),
  measured('bioenergies_biogaz', (n) => n.bioenergyOf[2]),
  asText('stockage_batterie', (n) => -n.charge),
  asText('destockage_batterie', (n) => n.discharge),
];

type RegionalField = readonly [name: string, cell: (now: RegionNow) => Cell];
/** A share of the load, in per cent. */
const cover = (value: number, now: RegionNow): number => Math.round((10_000 * value) / Math.max(1, now.load)) / 100;

export const REGIONAL_FIELDS: readonly RegionalField[] = [
  ['consommation', (r) => r.load],
  ['thermique', (r) => r.thermal],
  ['nucleaire', (r) => r.nuclear],
  ['eolien', (r) => r.windOnshore + r.windOffshore],
  ['solaire', (r) => r.solar],
  ['hydraulique', (r) => r.hydro],
  ['pompage', (r) => -r.pumping],
  ['bioenergies', (r) => r.bioenergy],
  ['ech_physiques', (r) => r.exchange],
  ['stockage_batterie', (r) => String(-r.charge)],
  ['destockage_batterie', (r) => String(r.discharge)],
  ['tco_thermique', (r) => cover(r.thermal, r)],
  ['tco_nucleaire', (r) => cover(r.nuclear, r)],
  ['tco_eolien', (r) => cover(r.windOnshore + r.windOffshore, r)],
  ['tco_solaire', (r) => cover(r.solar, r)],
  ['tco_hydraulique', (r) => cover(r.hydro, r)],
  ['tco_bioenergies', (r) => cover(r.bioenergy, r)],
];

/** The archive splits the wind, writes it as text, and ends with a column without a name. */
export const REGIONAL_ARCHIVE_FIELDS: readonly RegionalField[] = [
  ...REGIONAL_FIELDS.map(
    ([name, cell]): RegionalField => (name === 'eolien' ? [name, (r) => String(cell(r))] : [name, cell]),
  ),
  ['eolien_terrestre', (r) => r.windOnshore],
  ['eolien_offshore', (r) => r.windOffshore],
  ['column_30', () => null],
];
