// A dataset's table as SQL sees it: quoted names and types, taken from its definition and from nowhere else. Pure.
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { DatasetDefinition } from '../../data/dataset.ts';

export interface SqlColumn {
  /** As it stands in rows and in the table. */
  readonly name: string;
  /** Quoted. */
  readonly sql: string;
  readonly type: string;
}

export interface SqlPart {
  readonly name: string;
  readonly columns: readonly SqlColumn[];
  /** Quoted names of the provenance columns. */
  readonly quality: string;
  readonly knownAt: string;
  readonly raw: string;
}

export interface SqlTable {
  /** Quoted. */
  readonly sql: string;
  readonly key: readonly SqlColumn[];
  /** Null for snapshots. */
  readonly time: SqlColumn | null;
  readonly parts: readonly SqlPart[];
}

export const INSTANT_TYPE = 'timestamp with time zone';

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function sqlTableOf(definition: DatasetDefinition): SqlTable {
  const columns = getTableColumns(definition.table);
  const column = (name: string): SqlColumn => {
    const found = columns[name];
    if (found?.name !== name)
      throw new Error(`${definition.id}: the table has no column ${name}, or calls it otherwise`);
    return { name, sql: quoted(name), type: found.getSQLType() };
  };
  const time = definition.timeColumn === undefined ? null : column(definition.timeColumn);
  return {
    sql: quoted(getTableName(definition.table)),
    // The very same object: statements tell the time column of a key by it.
    key: definition.key.map((name) => (name === time?.name ? time : column(name))),
    time,
    parts: Object.entries(definition.parts).map(([name, part]) => ({
      name,
      columns: part.columns.map(column),
      quality: quoted(`${name}_quality`),
      knownAt: quoted(`${name}_known_at`),
      raw: quoted(`${name}_raw`),
    })),
  };
}

/** Milliseconds since 1970 of a timestamptz, and back. */
export const toMilliseconds = (sql: string): string => `(extract(epoch FROM ${sql}) * 1000)::float8`;
export const toTimestamp = (sql: string): string => `to_timestamp(${sql} / 1000)`;

/** How values travel between the program and a statement: instants as milliseconds, big integers as the numbers they are here. */
export const travelType = ({ type }: SqlColumn): string => (type === INSTANT_TYPE ? 'float8' : type);
export const arrived = ({ type }: SqlColumn, sql: string): string => (type === INSTANT_TYPE ? toTimestamp(sql) : sql);
export function leaving({ type }: SqlColumn, sql: string): string {
  if (type === INSTANT_TYPE) return toMilliseconds(sql);
  return type === 'bigint' ? `${sql}::float8` : sql;
}

/** A value as text, as a revision keeps keys: instants in milliseconds, whatever the session's time zone. */
export const asText = ({ type }: SqlColumn, sql: string): string =>
  type === INSTANT_TYPE ? `(extract(epoch FROM ${sql}) * 1000)::bigint::text` : `${sql}::text`;

export const keyAsText = (key: readonly SqlColumn[], alias: string): string =>
  `ARRAY[${key.map((column) => asText(column, `${alias}.${column.sql}`)).join(', ')}]`;
