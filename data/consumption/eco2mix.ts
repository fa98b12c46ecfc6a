// éCO2mix as ODRÉ publishes it, national and regional, live and archived: its field names, and how one record becomes one row. Never guesses.
import type { Quality } from '../columns.ts';
import { type Reject, type Row, ShapeError } from '../dataset.ts';
import { type Instant, parisOffset, parseInstant } from '../time.ts';

/** A value as CSV or JSON gives it. */
export type Value = string | number | boolean | null | undefined | object;

interface Reading {
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
const SOMETIMES = {
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

/** Left aside knowingly: shares and load factors follow from the rest; flows between regions are empty; two columns have no name. */
const IGNORED = /^(tco_|tch_|flux_physiques_|column_(30|68)$|libelle_region$)/;

const QUALITY_OF_NATURE: Readonly<Record<string, Quality>> = {
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

/** Reads a record whose values stand in the order of the names; a sentence says why it cannot be accepted. */
export type RecordReader = (values: readonly Value[]) => Row | string;

/** Checks the names once: a column that is new or gone means that the source has changed, and somebody must look. */
export function recordReader(grain: Grain, names: readonly string[]): RecordReader {
  const known: Readonly<Record<string, Reading>> = { ...grain.readings, ...SOMETIMES };
  const position = new Map(names.map((name, i) => [name, i]));
  const keys = ['nature', 'date', 'heure', 'date_heure', grain.placeField];
  const gone = [...keys, ...Object.keys(grain.readings)].filter((name) => !position.has(name));
  const fresh = names.filter((name) => !known[name] && !keys.includes(name) && !IGNORED.test(name));
  if (gone.length > 0 || fresh.length > 0) {
    const missing = gone.length > 0 ? ` missing ${gone.join(', ')};` : '';
    const unknown = fresh.length > 0 ? ` new to us ${fresh.join(', ')};` : '';
    throw new ShapeError(`${grain.name}:${missing}${unknown} got ${names.length} columns. Compare with eco2mix.ts.`);
  }
  const [nature, date, clock, when, place] = keys.map((name) => Number(position.get(name)));
  const momentOf = momentReader();
  const readings = names.flatMap((name, i) => (known[name] ? [{ ...known[name], name, i }] : []));

  return (values) => {
    const area = grain.areas[String(values[place!])];
    if (!area) return `${grain.placeField} ${shown(values[place!])} is new to us`;
    const quality = QUALITY_OF_NATURE[String(values[nature!])];
    if (!quality) return `nature ${shown(values[nature!])} is new to us`;
    const moment = momentOf(String(values[when!]));
    if (!moment) return `date_heure ${shown(values[when!])} is no instant, want 2026-01-31T12:00:00+00:00`;
    const { at, wall } = moment;
    const label = `${values[date!]} ${values[clock!]}`;
    // On the March night ODRÉ also labels the hour that the clocks skip, with the instants of the next one.
    if (label !== wall) return `labelled ${label} in Paris, but at that instant the clock shows ${wall}`;
    const row: Record<string, string | number | null> & { quality: Quality } = { area, at, quality };
    for (const { column, sign, name, i } of readings) {
      const value = megawatts(values[i]);
      if (value === undefined) return `${name}: got ${shown(values[i])}, want a whole number or nothing`;
      // Number: minus zero is not zero to everyone.
      row[column] = value === null || value === 0 ? value : sign * value;
    }
    return row;
  };
}

const WHOLE = /^[+-]?\d{1,9}(\.0+)?$/;

/** Null where nothing is said: empty, `ND` (not available) or a dash, which text columns write. Undefined for anything else. */
function megawatts(value: Value): number | null | undefined {
  if (value === null || value === '' || value === 'ND' || value === '-') return null;
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && WHOLE.test(value) ? Number(value) : undefined;
}

interface Moment {
  readonly at: Instant;
  /** `2026-01-31 12:00`: what a clock in Paris shows. */
  readonly wall: string;
}

/** Twelve regions share each instant: the last few are remembered, not read again. */
function momentReader(): (text: string) => Moment | null {
  const read = new Map<string, Moment | null>();
  return (text) => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const at = parseInstant(text);
    const moment =
      at === null ? null : { at, wall: new Date(at + parisOffset(at)).toISOString().slice(0, 16).replace('T', ' ') };
    if (read.size >= 1_000) read.clear();
    read.set(text, moment);
    return moment;
  };
}

const shown = (value: Value): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);

export const reject = (where: string, reason: string, fragment: string): Reject => ({
  reject: { where, reason, fragment: fragment.slice(0, 300) },
});
