// The name of the place a row speaks of: its key columns other than time, joined by a slash. Pure.
import type { DatasetDefinition, Row } from '../../data/dataset.ts';

export const placeColumns = ({ key, timeColumn }: DatasetDefinition): readonly string[] =>
  key.filter((column) => column !== timeColumn);

export function placeNamer(definition: DatasetDefinition): (row: Row) => string {
  const columns = placeColumns(definition);
  const [only] = columns;
  if (only === undefined) return () => '';
  if (columns.length === 1) return (row) => String(row[only]);
  return (row) => columns.map((column) => row[column]).join('/');
}
