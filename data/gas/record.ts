// A record of the regional gas curves at Opendatasoft to one gas day. Knows names and numbers, not what the labels mean.
import { ShapeError } from '../dataset.ts';
import { glimpse } from '../glimpse.ts';
import { newColumns, numberOf, type RecordReader } from '../opendatasoft.ts';
import type { Memory } from '../table-format.ts';
import { hoursOf } from './gas-day.ts';

const WORDS = ['date', 'operateur', 'secteur_d_activite', 'region', 'statut'] as const;
const TOTAL = 'conso_journaliere_mwh_pcs_0degc';
/** The publisher writes some as 07_00 and others as 06_00_00. */
const HOUR_NAME = /^([01]\d|2[0-3])_00(_00)?$/;
/** Left aside knowingly: they follow from the rest. */
const IGNORED = /^(mois|annee|code_insee_region|code_region|geo_.*)$/;

export function gasReader(names: readonly string[]): RecordReader {
  const columns = names.flatMap((name, i) => (HOUR_NAME.test(name) ? [[Number(name.slice(0, 2)), i] as const] : []));
  const labels = new Map(columns);
  const hours = Array.from({ length: 24 }, (_, label) => labels.get(label) ?? -1);
  const position = (name: string): number => names.indexOf(name);
  const gone = [
    ...[...WORDS, TOTAL].filter((name) => position(name) < 0),
    ...hours.flatMap((at, label) => (at < 0 ? [`${String(label).padStart(2, '0')}_00`] : [])),
  ];
  if (gone.length > 0) throw new ShapeError(`gas curves: missing ${gone.join(', ')}; got ${names.length} columns`);
  if (columns.length > 24) throw new ShapeError(`gas curves: ${columns.length} columns for the 24 hours of a day`);
  const fresh = names.filter(
    (name) => !WORDS.some((word) => word === name) && name !== TOTAL && !HOUR_NAME.test(name) && !IGNORED.test(name),
  );
  const [date, operator, sector, region, status] = WORDS.map(position);
  const memory: Memory = new Map();
  return {
    warnings: newColumns('gas curves', fresh),
    read: (values) => {
      const word = (at: number | undefined): string => String(values[at ?? -1] ?? '');
      const [total, ...mwh] = [values[position(TOTAL)], ...hours.map((at) => values[at])].map(numberOf);
      const wrong = mwh.indexOf(undefined);
      if (wrong >= 0) return [`${wrong}:00: got ${glimpse(values[hours[wrong] ?? -1])}, want MWh or nothing`];
      return hoursOf(
        {
          date: word(date),
          operator: word(operator),
          sector: word(sector),
          region: word(region),
          status: word(status),
          total: total ?? null,
          hours: mwh.map((value) => value ?? null),
        },
        memory,
      );
    },
  };
}
