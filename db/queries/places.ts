// The name of a place in a dataset: its key columns other than time, joined by a slash. Pure.
import type { SqlTable } from './dataset-table.ts';

/** The SQL of it; an empty name where time alone is the key. */
export function placesOf({ key, time }: SqlTable): string {
  const columns = key.filter(({ name }) => name !== time.name).map(({ sql }) => `${sql}::text`);
  return columns.length === 0 ? "''" : columns.join(" || '/' || ");
}
