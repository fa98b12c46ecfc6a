// Rows turned into columns for one round trip. A key that comes twice is gathered into one: per part, the best quality, then the last. Pure.
import { QUALITIES, type Quality } from '../../data/columns.ts';
import type { DatasetDefinition, Part, Row } from '../../data/dataset.ts';
import type { Cell } from './array-literal.ts';
import type { LoadPlan, TouchedPart } from './load-statement.ts';

export interface Gathered {
  /** In the order of the parameters of the load statement. */
  readonly arrays: readonly (readonly Cell[])[];
}

const RANK = new Map<Quality, number>(QUALITIES.map((quality, rank) => [quality, rank]));
const rankOf = ({ quality }: Row): number => RANK.get(quality) ?? -1;

export function gather(definition: DatasetDefinition, { table, parts }: LoadPlan, rows: readonly Row[]): Gathered {
  const slots = new Map<string, number>();
  const keyRows: Row[] = [];
  /** Per part and slot: the row that says it. */
  const said: (Row | undefined)[][] = parts.map(() => []);
  for (const row of rows) {
    const key = table.key.map(({ name }) => row[name]).join('\u0000');
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = keyRows.length;
      slots.set(key, slot);
      keyRows.push(row);
    }
    for (const part of parts) {
      if (!says(part, row)) continue;
      const before = said[part.index]![slot];
      if (!before || rankOf(row) >= rankOf(before)) said[part.index]![slot] = row;
    }
  }
  const arrays: Cell[][] = table.key.map(({ name }) => keyRows.map((row) => row[name]));
  for (const { index, name, columns } of parts) {
    const { knownAt }: Part = definition.parts[name]!;
    const sayers = keyRows.map((_, slot) => said[index]![slot]);
    arrays.push(sayers.map((row) => row?.quality));
    arrays.push(sayers.map((row) => row && knownAt(row)));
    for (const column of columns) arrays.push(sayers.map((row) => row?.[column.name]));
  }
  return { arrays };
}

const says = ({ columns }: TouchedPart, row: Row): boolean =>
  columns.some(({ name }) => row[name] !== null && row[name] !== undefined);
