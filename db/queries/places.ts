// The name of a place in a dataset: its key columns other than time, joined by a slash. Pure.
import { asText, type SqlTable } from './dataset-table.ts';

/** The SQL of it; an empty name where time alone is the key. */
export function placesOf({ key, time }: SqlTable): string {
  const columns = key.filter(({ name }) => name !== time?.name).map((column) => asText(column, column.sql));
  return columns.length === 0 ? "''" : columns.join(" || '/' || ");
}

/** The same of a revision, which keeps the values of its key as text. */
export function placesOfRevision({ key, time }: SqlTable, alias: string): string {
  const values = key.flatMap(({ name }, i) => (name === time?.name ? [] : [`${alias}.key[${i + 1}]`]));
  return values.length === 0 ? "''" : values.join(" || '/' || ");
}
