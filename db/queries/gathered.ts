// Rows turned into columns for one round trip. A key that comes twice becomes one: per part, the best quality, then the last. Pure.
import { QUALITIES, type Quality } from '../../data/columns.ts';
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import { arrayLiteral } from './array-literal.ts';
import type { SqlColumn, SqlPart } from './dataset-table.ts';
import type { LoadPlan } from './load-statement.ts';

/** The parameters of the load statement that come from rows. */
export interface Gathered {
  /** Of all rows; null when they differ, and each array of qualities is filled instead. */
  readonly quality: Quality | null;
  readonly arrays: readonly string[];
}

export function gather(
  definition: DatasetDefinition,
  { table, parts }: LoadPlan,
  rows: readonly Row[],
  fetchedAt: Instant,
): Gathered {
  const slots = slotsByKey(table.key, rows);
  const keys = firstOfEach(slots, rows);
  const quality = rows[0] && rows.every((row) => row.quality === rows[0]?.quality) ? rows[0].quality : null;
  const arrays = [
    ...table.key.map(({ name }) => arrayLiteral(keys, (row) => row[name])),
    ...parts.flatMap((touched) => {
      const part = definition.parts[touched.name];
      if (!part) throw new Error(`${definition.id} has no part ${touched.name}`);
      const spoken = speakersOf(touched, slots, rows, keys.length);
      return [
        quality === null ? arrayLiteral(spoken, (row) => row?.quality) : '{}',
        arrayLiteral(spoken, (row) => row && (part.knownAt?.(row) ?? fetchedAt)),
        ...touched.columns.map(({ name }) => arrayLiteral(spoken, (row) => row?.[name])),
      ];
    }),
  ];
  return { quality, arrays };
}

/** For each row the number of its key, in the order in which keys first come. */
function slotsByKey(key: readonly SqlColumn[], rows: readonly Row[]): number[] {
  const slots = new Map<string, number>();
  return rows.map((row) => {
    let id = '';
    for (const { name } of key) id += `${row[name]}\u0000`;
    const slot = slots.get(id) ?? slots.size;
    slots.set(id, slot);
    return slot;
  });
}

function firstOfEach(slots: readonly number[], rows: readonly Row[]): Row[] {
  const keys: Row[] = [];
  for (let i = 0; i < rows.length; i++) keys[slots[i]!] ??= rows[i]!;
  return keys;
}

/** Per key, the row that speaks of this part. Null where none does. */
function speakersOf(part: SqlPart, slots: readonly number[], rows: readonly Row[], keys: number): (Row | null)[] {
  const spoken = new Array<Row | null>(keys).fill(null);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const before = spoken[slots[i]!];
    if (speaks(part, row) && (!before || rankOf(row) >= rankOf(before))) spoken[slots[i]!] = row;
  }
  return spoken;
}

const rankOf = ({ quality }: Row): number => QUALITIES.indexOf(quality);

const speaks = ({ columns }: SqlPart, row: Row): boolean =>
  columns.some(({ name }) => row[name] !== null && row[name] !== undefined);
