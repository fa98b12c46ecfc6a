// Applies the cleaning rules of a definition to rows on their way in: every change is counted, the first ones are kept. Never drops a row.
import type { Cleaning, DatasetDefinition, Row } from '../../data/dataset.ts';
import { isPersonal } from '../../data/privacy.ts';
import { whereOf } from './where.ts';

type Value = string | number | boolean | null;

export interface Cleaned {
  readonly rule: string;
  readonly column: string;
  readonly rows: number;
  /** None where the facts are about persons. */
  readonly first: readonly { readonly where: string; readonly was: Value; readonly became: Value }[];
}

const MAX_EXAMPLES = 5;
const LONGEST_VALUE = 80;

/** `cleanings` of the definition: some come before the treatment of persons' data, all others after it. */
export function cleaner(definition: DatasetDefinition, cleanings: readonly Cleaning[]) {
  const mayShow = !isPersonal(definition);
  const rules = cleanings.map((cleaning) => ({
    cleaning,
    counted: { rows: 0, first: [] as Cleaned['first'][number][] },
  }));

  return {
    /** The same row where there is nothing to clean. */
    clean(row: Row): Row {
      let clean = row;
      for (const { cleaning, counted } of rules) {
        const { column } = cleaning;
        if (!(column in clean)) continue;
        const became = cleaning.clean(clean);
        const was = clean[column] ?? null;
        if (became === undefined || Object.is(became, was)) continue;
        counted.rows++;
        if (mayShow && counted.first.length < MAX_EXAMPLES)
          counted.first.push({ where: whereOf(definition, row), was: short(was), became: short(became) });
        clean = { ...clean, [column]: became };
      }
      return clean;
    },
    cleaned: (): Cleaned[] =>
      rules
        .filter(({ counted }) => counted.rows > 0)
        .map(({ cleaning: { id, column }, counted }) => ({ rule: id, column, ...counted })),
  };
}

const short = (value: Value): Value => (typeof value === 'string' ? value.slice(0, LONGEST_VALUE) : value);
