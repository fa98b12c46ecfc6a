// Up to 10,000 rows or four million characters on their way from step to step: column by name once, values in rows. Temporary objects, never the truth.
import { z } from 'zod';
import { QUALITIES } from '../../data/columns.ts';
import type { Row } from '../../data/dataset.ts';

export const MAX_CHUNK_ROWS = 10_000;
/** Of all texts together: rows of 20 columns reach it with 20 characters in each. A chunk is held whole, and travels in one request. */
const MAX_CHUNK_CHARACTERS = 4_000_000;

/** What one load touches: rows of one raw object that bring the same columns. */
export interface Chunk {
  /** Position among the raw objects of the slice. */
  readonly object: number;
  /** Value columns; key columns and quality are in every row besides. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const Packed = z.object({
  object: z.int(),
  columns: z.array(z.string()),
  names: z.array(z.string()),
  qualities: z.array(z.enum(QUALITIES)),
  rows: z.custom<(string | number | boolean | null)[][]>(Array.isArray),
});

export function packed({ object, columns, rows }: Chunk, key: readonly string[]): string {
  const names = [...key, ...columns];
  return JSON.stringify({
    object,
    columns,
    names,
    qualities: rows.map((row) => row.quality),
    rows: rows.map((row) => names.map((name) => row[name] ?? null)),
  });
}

export function unpacked(text: string): Chunk {
  const { object, columns, names, qualities, rows } = Packed.parse(JSON.parse(text));
  return {
    object,
    columns,
    rows: rows.map((values, index) => {
      const row: Record<string, string | number | boolean | null> & { quality: Row['quality'] } = {
        quality: qualities[index]!,
      };
      for (let i = 0; i < names.length; i++) row[names[i]!] = values[i] ?? null;
      return row;
    }),
  };
}

/**
 * Groups rows by the columns they bring (the same array for the same columns) and hands out full chunks. What is said of
 * one key is handed out in the order in which it came: a row that would overtake another waits until that one is out.
 */
export function chunker({
  object,
  key,
  columnsOf,
  keep,
}: {
  readonly object: number;
  readonly key: readonly string[];
  readonly columnsOf: (row: Row) => readonly string[];
  readonly keep: (chunk: Chunk) => Promise<void>;
}) {
  /** In the order in which they are handed out. */
  const groups = new Map<readonly string[], { readonly place: number; readonly rows: Row[] }>();
  /** The last place at which a key waits. Nothing can overtake the first group, so its keys are not kept. */
  const lastPlaces = new Map<string, number>();
  let waiting = 0;
  let characters = 0;

  async function flush(): Promise<void> {
    for (const [columns, { rows }] of groups) await keep({ object, columns, rows });
    groups.clear();
    lastPlaces.clear();
    waiting = 0;
    characters = 0;
  }

  return {
    flush,
    async add(row: Row): Promise<void> {
      const columns = columnsOf(row);
      const id = groups.size > 1 || !groups.has(columns) ? key.map((name) => row[name]).join('\u0000') : '';
      if ((lastPlaces.get(id) ?? 0) > (groups.get(columns)?.place ?? groups.size)) await flush();
      const group = groups.get(columns) ?? { place: groups.size, rows: [] };
      groups.set(columns, group);
      group.rows.push(row);
      if (group.place > 0) lastPlaces.set(id, group.place);
      waiting++;
      characters += charactersOf(row);
      if (waiting >= MAX_CHUNK_ROWS || characters >= MAX_CHUNK_CHARACTERS) await flush();
    },
  };
}

function charactersOf(row: Row): number {
  let characters = 0;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'string') characters += value.length;
  }
  return characters;
}
