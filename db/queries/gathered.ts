// Rows turned into columns for one round trip. A key that comes twice becomes one: per part, the best quality, then the last. Pure.
import { QUALITIES, type Quality } from '../../data/columns.ts';
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { arrayLiteral } from './array-literal.ts';
import type { SqlColumn, SqlPart } from './dataset-table.ts';
import type { LoadPlan } from './load-statement.ts';

/** One row per key, and per part the row that speaks for that key: itself, or a later one. Null where none does. */
interface Gathered {
  readonly keys: readonly Row[];
  readonly speakers: readonly (readonly (Row | null)[])[];
}

/** The arrays of the load statement, in the order of its parameters. */
export function gather(definition: DatasetDefinition, { table, parts }: LoadPlan, rows: readonly Row[]): string[] {
  const { keys, speakers } = byKey(table.key, parts, rows);
  return [
    ...table.key.map(({ name }) => arrayLiteral(keys, (row) => row[name])),
    ...parts.flatMap(({ name, columns }, i) => {
      const part = definition.parts[name];
      const spoken = speakers[i];
      if (!part || !spoken) throw new Error(`${definition.id} has no part ${name}`);
      return [
        arrayLiteral(spoken, (row) => row?.quality),
        arrayLiteral(spoken, (row) => row && part.knownAt(row)),
        ...columns.map((column) => arrayLiteral(spoken, (row) => row?.[column.name])),
      ];
    }),
  ];
}

function byKey(key: readonly SqlColumn[], parts: readonly SqlPart[], rows: readonly Row[]): Gathered {
  const slots = new Map<string, number>();
  const slotOf = rows.map((row) => {
    let id = '';
    for (const { name } of key) id += `${row[name]}\u0000`;
    const slot = slots.get(id) ?? slots.size;
    slots.set(id, slot);
    return slot;
  });
  const keys: Row[] = [];
  for (const [i, slot] of slotOf.entries()) keys[slot] ??= rows[i]!;
  const speakers = parts.map((part) => {
    const spoken: (Row | null)[] = keys.map(() => null);
    for (const [i, slot] of slotOf.entries()) {
      const row = rows[i]!;
      const before = spoken[slot];
      if (speaks(part, row) && (!before || rankOf(row) >= rankOf(before))) spoken[slot] = row;
    }
    return spoken;
  });
  return { keys, speakers };
}

const RANK = new Map<Quality, number>(QUALITIES.map((quality, rank) => [quality, rank]));
const rankOf = ({ quality }: Row): number => RANK.get(quality) ?? -1;

const speaks = ({ columns }: SqlPart, row: Row): boolean =>
  columns.some(({ name }) => row[name] !== null && row[name] !== undefined);
