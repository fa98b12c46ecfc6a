// The name of the place a row speaks of: its key columns other than time, joined by a slash. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { formatInstant } from '../../data/time.ts';

export const placeColumns = ({ key, timeColumn }: DatasetDefinition): readonly string[] =>
  key.filter((column) => column !== timeColumn);

export function placeNamer(definition: DatasetDefinition): (row: Row) => string {
  const columns = placeColumns(definition);
  const [only] = columns;
  if (only === undefined) return () => '';
  if (columns.length === 1) return (row) => String(row[only]);
  return (row) => columns.map((column) => row[column]).join('/');
}

/** `FR-BRE 2026-01-31T12:00:00Z`: enough to find the row again in the raw object. */
export function whereOf({ key, timeColumn }: DatasetDefinition, row: Row): string {
  return key
    .map((column) => {
      const value = row[column];
      const isInstant = column === timeColumn && typeof value === 'number' && Math.abs(value) <= 8.64e15;
      return isInstant ? formatInstant(value) : String(value);
    })
    .join(' ')
    .slice(0, 200);
}
