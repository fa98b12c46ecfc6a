// What GET …/rows and its neighbours ask of a dataset: pages, counts, figures, freshness. Rows come out as they are served; never written here.
import { z } from 'zod';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';
import {
  arrived,
  INSTANT_TYPE,
  type SqlColumn,
  type SqlPart,
  type SqlTable,
  sqlTableOf,
  toMilliseconds,
  travelType,
} from './dataset-table.ts';
import { readStatement } from './read-statement.ts';

/** Key, values, per part `<part>_quality`, `_known_at`, `_source`, and `simulated`. Nulls are absent, instants are text. */
export type ServedRow = Readonly<Record<string, string | number | boolean>>;
export interface RowPage {
  readonly rows: readonly ServedRow[];
  readonly next: string | null;
}
export interface RowQuestion {
  /** Everything when absent, as always of snapshots. */
  readonly window?: TimeWindow;
  /** By key column, instants as milliseconds; every place of those that are not named. */
  readonly places?: Readonly<Record<string, readonly (string | number)[]>>;
  /** All of them when absent. Rows that have none of them are left out. */
  readonly columns?: readonly string[];
  /** Answer with what was known then. */
  readonly asOf?: Instant;
  readonly cursor?: string;
  readonly limit: number;
}

export async function readRows(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { window, places = {}, columns, asOf, cursor, limit }: RowQuestion,
): Promise<RowPage | MalformedCursor> {
  const table = sqlTableOf(definition);
  const after = cursor === undefined ? undefined : readCursor(cursor, keyShape(table));
  if (after === null) return MALFORMED_CURSOR;
  if (window && !table.time) throw new Error(`${definition.id} is a snapshot: it has no window`);
  const parts = selectedParts(table, columns);
  // Every place by name lets Postgres walk the index of the key place by place.
  const wanted = { ...definition.places, ...places };
  const statement = readStatement({
    table,
    parts,
    places: Object.keys(wanted).map((name) => keyColumn(table, name)),
    window: window !== undefined,
    asOf: asOf !== undefined,
    after: after !== undefined,
  });
  const found = await client.query(statement, [
    definition.id,
    limit + 1,
    ...(asOf === undefined ? [] : [asOf]),
    ...(window ? [window.from, window.to] : []),
    ...Object.values(wanted).map((words) => [...words]),
    ...(after ?? []),
  ]);
  const instants = instantNames(table, parts);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? writeCursor(table.key.map(({ name }) => last[name])) : null;
  return { rows: page.map((row) => served(row, instants)), next };
}

const keyShape = ({ key }: SqlTable) => {
  const kinds = key.map(({ type }): z.ZodType<string | number | boolean> => {
    if (type === INSTANT_TYPE) return z.int().min(-8.64e15).max(8.64e15);
    if (type === 'boolean') return z.boolean();
    if (['smallint', 'integer', 'bigint'].includes(type)) return z.int();
    return type === 'real' || type === 'double precision'
      ? z.number()
      : z.string().refine((text) => !text.includes('\u0000'));
  });
  return z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .refine((values) => values.length === kinds.length && kinds.every((kind, i) => kind.safeParse(values[i]).success));
};

function keyColumn({ key, sql }: SqlTable, name: string): SqlColumn {
  const column = key.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`${sql} has no key column ${name}`);
  return column;
}

function selectedParts(table: SqlTable, columns: readonly string[] | undefined): readonly SqlPart[] {
  const parts = table.parts
    .map((part) => ({ ...part, columns: part.columns.filter(({ name }) => !columns || columns.includes(name)) }))
    .filter((part) => part.columns.length > 0);
  if (parts.length === 0) throw new Error(`no column of ${table.sql} among ${columns?.join(', ')}`);
  return parts;
}

const instantNames = ({ key }: SqlTable, parts: readonly SqlPart[]): ReadonlySet<string> =>
  new Set([
    ...[...key, ...parts.flatMap(({ columns }) => columns)]
      .filter(({ type }) => type === INSTANT_TYPE)
      .map(({ name }) => name),
    ...parts.map(({ name }) => `${name}_known_at`),
  ]);

function served(row: Record<string, unknown>, instants: ReadonlySet<string>): ServedRow {
  const out: Record<string, string | number | boolean> = {};
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'number') out[name] = instants.has(name) ? formatInstant(value) : value;
    else if (typeof value === 'string' || typeof value === 'boolean') out[name] = value;
  }
  return out;
}

export async function countRows({ $client: client }: Db, definition: DatasetDefinition): Promise<number> {
  const [row] = await client.query(`SELECT count(*)::float8 AS rows FROM ${sqlTableOf(definition).sql}`);
  return Number(row?.['rows']);
}

/** Null where nothing was counted. */
export interface ColumnStats {
  readonly mean: number | null;
  readonly peak: number | null;
  readonly trough: number | null;
  readonly count: number;
}

export async function columnStats(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    column,
    place,
    from,
    to,
  }: TimeWindow & { readonly column: string; readonly place: Readonly<Record<string, string | number>> },
): Promise<ColumnStats> {
  const table = sqlTableOf(definition);
  if (!table.time) throw new Error(`${definition.id} is a snapshot: it has no window`);
  const [part] = selectedParts(table, [column]);
  const value = part?.columns[0]?.sql;
  const where = Object.keys(place).map((name, i) => {
    const key = keyColumn(table, name);
    return ` AND ${key.sql} = ${arrived(key, `$${i + 3}::${travelType(key)}`)}`;
  });
  const [row] = await client.query(
    `SELECT avg(${value})::float8 AS mean, max(${value})::float8 AS peak, min(${value})::float8 AS trough, count(${value})::float8 AS count
     FROM ${table.sql}
     WHERE ${table.time.sql} >= to_timestamp($1::float8 / 1000) AND ${table.time.sql} < to_timestamp($2::float8 / 1000)${where.join('')}`,
    [from, to, ...Object.values(place)],
  );
  return {
    mean: row?.['mean'] ?? null,
    peak: row?.['peak'] ?? null,
    trough: row?.['trough'] ?? null,
    count: Number(row?.['count']),
  };
}

export type Freshness = {
  /** By part: the newest instant of which there is a fact, `until` included. Absent when the newest rows of no place have one. */
  readonly newest: Readonly<Record<string, string>>;
  /** When a source last answered. */
  readonly fetched_at: string | null;
};

/** A month of quarter-hours: what is older is not fresh, and looking for it would read the whole table. */
const NEWEST_ROWS = 3_000;

export async function freshness(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { until = null }: { readonly until?: Instant | null } = {},
): Promise<Freshness> {
  const table = sqlTableOf(definition);
  const { time } = table;
  const text = (at: unknown): string | null => (typeof at === 'number' ? formatInstant(at) : null);
  if (!time) {
    const [row] = await client.query(
      `SELECT ${toMilliseconds('max(fetched_at)')} AS fetched_at FROM raw_object WHERE dataset = $1`,
      [definition.id],
    );
    return { newest: {}, fetched_at: text(row?.['fetched_at']) };
  }
  const places = Object.entries(definition.places).map(([name, words], i) => ({
    words: [...words],
    from: `unnest($${i + 3}::text[]) AS p${i}(place)`,
    where: `${table.key.find((column) => column.name === name)?.sql} = p${i}.place`,
  }));
  const newest = table.parts.map(
    ({ raw }, i) => `${toMilliseconds(`max(n.${time.sql}) FILTER (WHERE n.${raw} IS NOT NULL)`)} AS newest${i}`,
  );
  const [row] = await client.query(
    `SELECT ${newest.join(', ')}, (SELECT ${toMilliseconds('max(fetched_at)')} FROM raw_object WHERE dataset = $1) AS fetched_at
     FROM ${[...places.map(({ from }) => from), 'LATERAL'].join(', ')} (
       SELECT * FROM ${table.sql}
       WHERE ${[...places.map(({ where }) => where), `($2::float8 IS NULL OR ${time.sql} <= to_timestamp($2::float8 / 1000))`].join(' AND ')}
       ORDER BY ${time.sql} DESC LIMIT ${NEWEST_ROWS}
     ) n`,
    [definition.id, until, ...places.map(({ words }) => words)],
  );
  return {
    newest: Object.fromEntries(
      table.parts.flatMap(({ name }, i) => {
        const at = text(row?.[`newest${i}`]);
        return at === null ? [] : [[name, at]];
      }),
    ),
    fetched_at: text(row?.['fetched_at']),
  };
}
