// The rows that a question to a database gave, checked column by column: the `parse` of a source that asks SQL.

import type { Quality } from './columns.ts';
import { type Parsed, type Row, ShapeError } from './dataset.ts';
import { glimpse } from './glimpse.ts';
import { jsonLines } from './json-lines.ts';
import { leftOut } from './left-out.ts';
import { parseInstant } from './time.ts';

/** What a column of the answer holds, as `to_jsonb` writes it: instants with their zone, numbers as numbers. Nothing may be null. */
export type SqlColumn = 'instant' | 'number' | 'text' | 'boolean';

export interface SqlShape {
  /** By name, as the SELECT gives them: those of the table. */
  readonly columns: Readonly<Record<string, SqlColumn>>;
  readonly quality: Quality;
}

/** A value that is not what its column holds is a reject; a column that is not there is a ShapeError. */
export async function* sqlRows(
  bytes: AsyncIterable<Uint8Array>,
  { columns, quality }: SqlShape,
): AsyncGenerator<Parsed> {
  const wanted = Object.entries(columns);
  for await (const lines of jsonLines(bytes)) {
    for (const { where, text, record } of lines) {
      const gone = wanted.filter(([name]) => !(name in record)).map(([name]) => name);
      if (gone.length > 0) {
        const got = glimpse(Object.keys(record).join(', '));
        throw new ShapeError(`${where}: want the column${gone.length > 1 ? 's' : ''} ${gone.join(', ')}, got ${got}`);
      }
      const fresh = Object.keys(record).filter((name) => !(name in columns));
      for (const name of fresh) yield { warning: leftOut('the answer', 'column', name) };
      const row = rowOf(record, wanted, quality);
      yield typeof row === 'string' ? { reject: { where, reason: row, fragment: text.slice(0, 300) } } : row;
    }
  }
}

function rowOf(
  record: Readonly<Record<string, unknown>>,
  wanted: readonly (readonly [string, SqlColumn])[],
  quality: Quality,
): Row | string {
  const row: Record<string, string | number | boolean | null> & { quality: Quality } = { quality };
  for (const [name, kind] of wanted) {
    const value = readAs(record[name], kind);
    if (value === undefined) return `${name}: got ${glimpse(record[name])}, want ${WANTED[kind]} or nothing`;
    row[name] = value;
  }
  return row;
}

const WANTED: Readonly<Record<SqlColumn, string>> = {
  instant: 'an instant with its zone',
  number: 'a number',
  text: 'text',
  boolean: 'true or false',
};

/** Undefined when it is not of that kind. */
function readAs(value: unknown, kind: SqlColumn): string | number | boolean | null | undefined {
  if (value === null) return null;
  if (kind === 'number') return typeof value === 'number' ? value : undefined;
  if (kind === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (kind === 'text') return value;
  return parseInstant(value) ?? undefined;
}
