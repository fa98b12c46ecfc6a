// A month of energy prices as akajoule publishes them to one row of `fuel_price`. Never guesses a month.
import { ShapeError } from '../dataset.ts';
import { glimpse } from '../glimpse.ts';
import { newColumns, numberOf, type RecordReader } from '../opendatasoft.ts';
import type { Finding } from '../table-format.ts';
import { instantsAtParis } from '../time.ts';
import type { Price } from './table.ts';

/** Ten times: prices of 100 kWh become those of a MWh. */
const PER_100_KWH = 10;
const AS_IT_IS = 1;

/** Their field, our column, and what it is multiplied with. */
const FIELDS: readonly (readonly [field: string, column: Price, factor: number])[] = [
  ['elec_3', 'electricity_3kva_eur_per_mwh', PER_100_KWH],
  ['elec_6', 'electricity_6kva_eur_per_mwh', PER_100_KWH],
  ['elec_tt', 'electricity_eur_per_mwh', PER_100_KWH],
  ['gaz_b0', 'gas_b0_eur_per_mwh', PER_100_KWH],
  ['gaz_b1', 'gas_b1_eur_per_mwh', PER_100_KWH],
  ['gaz_b2i', 'gas_b2i_eur_per_mwh', PER_100_KWH],
  ['gaz_tt', 'gas_eur_per_mwh', PER_100_KWH],
  ['propane', 'propane_eur_per_mwh', PER_100_KWH],
  ['fod_c1', 'heating_oil_eur_per_mwh', PER_100_KWH],
  ['bois_vrac', 'pellets_bulk_eur_per_mwh', PER_100_KWH],
  ['bois_sac', 'pellets_bags_eur_per_mwh', PER_100_KWH],
  ['sp95', 'petrol_95_eur_per_hl', AS_IT_IS],
  ['sp98', 'petrol_98_eur_per_hl', AS_IT_IS],
  ['gazole', 'diesel_eur_per_hl', AS_IT_IS],
  ['gplc', 'lpg_eur_per_hl', AS_IT_IS],
  ['brent', 'brent_usd_per_bbl', AS_IT_IS],
  ['charbon', 'coal_usd_per_t', AS_IT_IS],
  ['dollar', 'dollar_eur_per_usd', AS_IT_IS],
];
/** Left aside knowingly: who said it, petrol that is no longer sold, steam, refinery prices, an index, and contracts for years to come. */
const IGNORED =
  /^(source|essence|ars|ipe|vap_t1[01]0|pet_(brut_e|brut_d|raf_e)|elec_exp|(peg_gaz|baseload_elec)_20\d\d|prix_tonne_co2)$/i;

export function priceReader(names: readonly string[]): RecordReader {
  const known = new Map(FIELDS.map(([field]) => [field, names.indexOf(field)]));
  const month = names.indexOf('periode');
  const gone = [...(month < 0 ? ['periode'] : []), ...[...known].flatMap(([field, i]) => (i < 0 ? [field] : []))];
  if (gone.length > 0) throw new ShapeError(`energy prices: missing ${gone.join(', ')}; got ${names.length} columns`);
  const fresh = names.filter((name) => name !== 'periode' && !known.has(name) && !IGNORED.test(name));
  return {
    warnings: newColumns('energy prices', fresh),
    read: (values): readonly Finding[] => {
      const at = monthOf(String(values[month]));
      if (at === undefined) return [`periode ${glimpse(values[month])}: want a month as 2026-01`];
      const prices: Record<string, number | null> = {};
      for (const [field, column, factor] of FIELDS) {
        const value = values[known.get(field) ?? -1];
        const price = numberOf(value);
        if (price === undefined) return [`${field}: got ${glimpse(value)}, want a price or nothing`];
        // To the tenth of a cent: 18.54 times 10 is not 185.4 to a machine.
        prices[column] = price === null ? null : Math.round(price * factor * 10_000) / 10_000;
      }
      return [{ at, ...prices, quality: 'definitive' }];
    },
  };
}

/** `2026-01` or the first day of it. The midnight in Paris that it begins with. */
function monthOf(text: string): number | undefined {
  const [, year, month] = (/^(\d{4})-(\d\d)(?:-01)?$/.exec(text) ?? []).map(Number);
  if (!year || !month || month > 12) return undefined;
  return instantsAtParis({ year, month, day: 1 })[0];
}
