// Errors of several forecasts in each group of rows, over the rows that all of them have.
import { groupsOf, type KeyOf } from './groups.ts';
import { type Errors, errorsOf, sharedRows } from './score.ts';

export interface GroupErrors<Name extends string> {
  readonly group: string;
  readonly errors: Readonly<Record<Name, Errors>>;
}

export function errorsByGroup<Name extends string>(
  keyOf: KeyOf,
  forecasts: Readonly<Record<Name, Float64Array>>,
  truth: Float64Array,
): GroupErrors<Name>[] {
  const shared = new Set(sharedRows(Object.values<Float64Array>(forecasts), truth));
  const groups = groupsOf(truth.length, (row) => (shared.has(row) ? keyOf(row) : null));
  return Array.from(groups, ([group, rows]) => {
    const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
    // The compiler cannot see that the loop leaves no name out.
    const errors = {} as Record<Name, Errors>;
    for (const name in forecasts) errors[name] = errorsOf(at(forecasts[name]), at(truth));
    return { group, errors };
  });
}

/** The mean of each group, in the order of the groups: the daily losses that a test wants. */
export function meansByGroup(keyOf: KeyOf, values: Float64Array): Float64Array {
  const groups = groupsOf(values.length, (row) => (Number.isNaN(values[row]!) ? null : keyOf(row)));
  return Float64Array.from(groups.values(), (rows) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length);
}
