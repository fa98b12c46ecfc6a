// The one statement of a bulk load: incoming rows beside what stands, a verdict per part, then inserts, updates and revisions. Pure text.
import type { DatasetDefinition } from '../../data/dataset.ts';
import {
  arrived,
  keyAsText,
  type SqlColumn,
  type SqlPart,
  type SqlTable,
  sqlTableOf,
  toTimestamp,
  travelType,
} from './dataset-table.ts';

/** What happens to one part of one row. Numbers, because they are compared a million times. */
const VERDICT = { absent: 0, first: 1, upgraded: 2, corrected: 3, outranked: 4, unchanged: 5, overtaken: 6 } as const;

/** A part with those of its columns that this load brings. */
export type TouchedPart = SqlPart & { readonly index: number; readonly others: readonly SqlColumn[] };

export interface LoadPlan {
  readonly table: SqlTable;
  readonly parts: readonly TouchedPart[];
  readonly lock: string;
  /**
   * Parameters, in order: dataset, raw id, fetched at (ms), the quality of all rows or null, the chunk or null, then arrays: one per key
   * column, and for each part its quality (empty when all rows have one), known at (ms, NULL where the row lacks the
   * part) and columns.
   */
  readonly load: string;
  /** What the load would do, with the same parameters: nothing is locked, nothing is written. */
  readonly look: string;
}

/** Where a load writes: the table itself, or the one beside it in which a replay is built. */
export interface LoadTarget {
  readonly schema: 'public' | 'replay';
}

/** No such load is possible, now or later: a bug of the caller. */
export class LoadPlanError extends Error {
  override readonly name = 'LoadPlanError';
}

export function loadPlan(
  definition: DatasetDefinition,
  columns: readonly string[],
  { schema }: LoadTarget = { schema: 'public' },
): LoadPlan {
  const own = sqlTableOf(definition);
  const table = { ...own, sql: `${schema}.${own.sql}` };
  const wanted = new Set(columns);
  const parts = table.parts
    .map((part) => {
      const columns = part.columns.filter(({ name }) => wanted.delete(name));
      return { ...part, columns, others: part.columns.filter((column) => !columns.includes(column)) };
    })
    .filter((part) => part.columns.length > 0)
    .map((part, index) => ({ ...part, index }));
  const [stray] = wanted;
  if (stray !== undefined)
    throw new LoadPlanError(`${definition.id}: column ${stray} belongs to no part, so it cannot be loaded`);
  if (parts.length === 0) throw new LoadPlanError(`${definition.id}: a load has to name at least one column`);
  return { table, parts, lock: LOCK, load: loadStatement(table, parts, schema), look: lookStatement(table, parts) };
}

/**
 * Loads of one dataset take turns: each statement sees all that was committed before it got the lock.
 * Rows are looked up by key, whatever the planner believes about a table that has just grown.
 */
const LOCK = `
  SELECT pg_advisory_xact_lock(hashtextextended($1, 0)),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`;

function loadStatement(table: SqlTable, parts: readonly TouchedPart[], schema: LoadTarget['schema']): string {
  const each = (text: (part: TouchedPart) => string, separator = ',\n    ') => parts.map(text).join(separator);
  const keys = (alias: string) => table.key.map(({ sql }) => `${alias}.${sql}`).join(', ');
  const columnsOf = (part: TouchedPart) => part.columns.map(({ sql }) => sql).join(', ');
  return `
${verdictsOf(table, parts)}, revised AS (
  INSERT INTO ${schema}.revision (dataset, key, at, part, "values", quality, known_at, superseded_at, raw_id)
  ${each((part) => revisionOf(table, part), ' UNION ALL ')}
), inserted AS (
  INSERT INTO ${table.sql} (${table.key.map(({ sql }) => sql).join(', ')}, ${each((part) => `${part.quality}, ${part.knownAt}, ${part.raw}, ${columnsOf(part)}`)})
  SELECT ${keys('v')},
    ${each(
      (part) =>
        `v.quality${part.index}, v.known${part.index}, CASE WHEN ${isPresent(part)} THEN $2::integer END, ${part.columns.map(({ sql }) => `v.${sql}`).join(', ')}`,
    )}
  FROM verdict v WHERE v.standing IS NULL AND ${any(parts, isPresent)}
), updated AS (
  UPDATE ${table.sql} o SET
    ${each(
      (part) => `${part.quality} = CASE WHEN ${isChanged(part)} THEN ${qualityOf(part)} ELSE o.${part.quality} END,
    ${part.raw} = CASE WHEN ${isWritten(part)} THEN $2 ELSE o.${part.raw} END,
    ${part.knownAt} = CASE v.verdict${part.index} WHEN ${VERDICT.first} THEN v.known${part.index}
      WHEN ${VERDICT.corrected} THEN greatest(v.known${part.index}, ${toTimestamp('$3::float8')}) ELSE o.${part.knownAt} END,
    ${part.columns.map(({ sql }) => `${sql} = CASE WHEN v.verdict${part.index} IN (${VERDICT.first}, ${VERDICT.corrected}) THEN v.${sql} ELSE o.${sql} END`).join(', ')}`,
    )}
  FROM verdict v WHERE v.standing IS NOT NULL AND ${any(parts, isWritten)} AND o.ctid = v.standing
), counted AS (
  SELECT ${table.time ? `min(v.${table.time.sql}) AS first_at, max(v.${table.time.sql}) AS last_at` : 'NULL::timestamptz AS first_at, NULL::timestamptz AS last_at'}, ${countsOf(parts)}
  FROM verdict v
), receipt AS (
  INSERT INTO load_receipt (raw_id, chunk, rows_inserted, rows_updated, rows_unchanged, rows_outranked, first_at, last_at)
  SELECT $2, $5, c.inserted, c.updated, c.rows - c.inserted - c.updated - c.outranked, c.outranked, c.first_at, c.last_at
  FROM counted c WHERE $5::integer IS NOT NULL
  ON CONFLICT DO NOTHING
)
SELECT c.rows, coalesce(r.rows_inserted, c.inserted) AS inserted, coalesce(r.rows_updated, c.updated) AS updated,
  coalesce(r.rows_outranked, c.outranked) AS outranked
FROM counted c LEFT JOIN load_receipt r ON r.raw_id = $2 AND r.chunk = $5::integer`;
}

/** Incoming rows beside what stands, and what happens to each part of them. */
function verdictsOf(table: SqlTable, parts: readonly TouchedPart[]): string {
  const each = (text: (part: TouchedPart) => string) => parts.map(text).join(',\n    ');
  const asArrived = (columns: readonly SqlColumn[]) =>
    columns.map((column) => `${arrived(column, `t.${column.sql}`)} AS ${column.sql}`).join(', ');
  return `WITH incoming AS (
  SELECT ${asArrived(table.key)},
    ${each(
      (
        part,
      ) => `CASE WHEN t.known${part.index} IS NOT NULL THEN coalesce($4::quality, t.quality${part.index}) END AS quality${part.index},
    ${toTimestamp(`t.known${part.index}`)} AS known${part.index}, ${asArrived(part.columns)}`,
    )}
  FROM (SELECT ${unnested(table, parts)}) t
), verdict AS MATERIALIZED (
  SELECT o.ctid AS standing, ${each(verdictOf)}, i.*
  FROM incoming i LEFT JOIN ${table.sql} o ON ${table.key.map(({ sql }) => `o.${sql} = i.${sql}`).join(' AND ')}
)`;
}

const countsOf = (parts: readonly TouchedPart[]): string => `
    count(*) FILTER (WHERE v.standing IS NULL AND ${any(parts, isPresent)})::integer AS inserted,
    count(*) FILTER (WHERE v.standing IS NOT NULL AND ${any(parts, isChanged)})::integer AS updated,
    count(*) FILTER (WHERE NOT ${any(parts, isChanged)} AND ${any(parts, ({ index }) => `v.verdict${index} = ${VERDICT.outranked}`)})::integer AS outranked,
    count(*)::integer AS rows`;

/** The counts of a load, and some of the rows that it would change: what they bring beside what stands. */
function lookStatement(table: SqlTable, parts: readonly TouchedPart[]): string {
  const keys = keyAsText(table.key, 'v');
  const columns = parts.flatMap((part) => part.columns);
  const side = (alias: string) =>
    `(SELECT jsonb_strip_nulls(to_jsonb(w)) FROM (SELECT ${columns.map(({ sql }) => `${alias}.${sql}`).join(', ')}) w)`;
  return `
${verdictsOf(table, parts)}
SELECT c.*, coalesce((
  SELECT jsonb_agg(s.change) FROM (
    SELECT jsonb_build_object('key', to_jsonb(${keys}), 'old', CASE WHEN v.standing IS NOT NULL THEN ${side('o')} END, 'new', ${side('v')}) AS change
    FROM verdict v LEFT JOIN ${table.sql} o ON o.ctid = v.standing
    WHERE ${any(parts, isChanged)} AND (v.standing IS NOT NULL OR ${any(parts, isPresent)})
    ORDER BY v.standing IS NULL LIMIT ${CHANGES_SHOWN}) s), '[]') AS changes
FROM (SELECT ${countsOf(parts)} FROM verdict v) c
-- Parameters of a load that a look has no use for still want a type.
WHERE $1::text IS NOT NULL OR $5::integer IS NULL`;
}

/** Of each round trip. */
const CHANGES_SHOWN = 20;

const any = (parts: readonly TouchedPart[], test: (part: TouchedPart) => string): string =>
  `(${parts.map(test).join(' OR ')})`;
const isChanged = ({ index }: TouchedPart): string =>
  `v.verdict${index} IN (${VERDICT.first}, ${VERDICT.upgraded}, ${VERDICT.corrected})`;
/** Who says it is written as well, which nobody counts as a change. */
const isWritten = (part: TouchedPart): string =>
  `(${isChanged(part)} OR v.verdict${part.index} = ${VERDICT.overtaken})`;
const isPresent = ({ index }: TouchedPart): string => `v.known${index} IS NOT NULL`;

/** Side by side in one SELECT, the arrays advance together; as a table, each would be written down by itself first. */
function unnested(table: SqlTable, parts: readonly TouchedPart[]): string {
  const arrays = [
    ...table.key.map((column) => ({ name: column.sql, type: travelType(column) })),
    ...parts.flatMap(({ index, columns }) => [
      { name: `quality${index}`, type: 'quality' },
      { name: `known${index}`, type: 'float8' },
      ...columns.map((column) => ({ name: column.sql, type: travelType(column) })),
    ]),
  ];
  return arrays.map(({ name, type }, i) => `unnest($${i + 6}::${type}[]) AS ${name}`).join(', ');
}

/** Whether a load brings everything that stands in a part. */
const isWhole = (others: readonly SqlColumn[]): string =>
  others.length === 0 ? 'true' : `(num_nonnulls(${others.map(({ sql }) => `o.${sql}`).join(', ')}) = 0)`;

/** A part is no better than the least of its values: one definitive column makes the others none the better. */
const qualityOf = ({ index, others, quality }: TouchedPart): string =>
  others.length === 0
    ? `v.quality${index}`
    : `CASE WHEN ${isWhole(others)} THEN v.quality${index} ELSE least(v.quality${index}, o.${quality}) END`;

/**
 * The rules, in the order in which they are decided. Two answers that say the same and overtake one another leave what they would in
 * order: the one that was fetched first is who said it.
 */
function verdictOf({ index, columns, others, quality, knownAt, raw }: TouchedPart): string {
  const fetchedHere = `(${toTimestamp('$3::float8')}, $2)`;
  const fetchedThere = `(SELECT r.fetched_at, r.id FROM raw_object r WHERE r.id = o.${raw})`;
  const list = (alias: string) => columns.map(({ sql }) => `${alias}.${sql}`).join(', ');
  return `CASE
      WHEN i.known${index} IS NULL THEN ${VERDICT.absent}
      WHEN o.${raw} IS NULL THEN ${VERDICT.first}
      WHEN ROW(${list('i')}) IS NOT DISTINCT FROM ROW(${list('o')})
        THEN CASE WHEN i.quality${index} < o.${quality} OR NOT ${isWhole(others)} THEN ${VERDICT.unchanged}
          WHEN i.quality${index} > o.${quality} THEN ${VERDICT.upgraded}
          WHEN o.${raw} <> $2 AND i.known${index} = o.${knownAt} AND ${fetchedHere} < ${fetchedThere} THEN ${VERDICT.overtaken}
          ELSE ${VERDICT.unchanged} END
      WHEN i.quality${index} < o.${quality} THEN ${VERDICT.outranked}
      WHEN i.quality${index} > o.${quality} OR o.${raw} = $2 THEN ${VERDICT.corrected}
      WHEN ${fetchedHere} > ${fetchedThere} THEN ${VERDICT.corrected}
      ELSE ${VERDICT.outranked}
    END AS verdict${index}`;
}

/** The whole part as it stood, also those of its columns that this load does not bring. */
function revisionOf(table: SqlTable, { index, name, quality, knownAt, raw }: TouchedPart): string {
  const whole = table.parts.find((part) => part.name === name)?.columns ?? [];
  return `
  SELECT $1, ${keyAsText(table.key, 'o')}, ${table.time ? `o.${table.time.sql}` : toTimestamp('$3::float8')}, '${name.replaceAll("'", "''")}',
    (SELECT jsonb_strip_nulls(to_jsonb(w)) FROM (SELECT ${whole.map(({ sql }) => `o.${sql}`).join(', ')}) w),
    o.${quality}, o.${knownAt}, ${toTimestamp('$3::float8')}, o.${raw}
  FROM verdict v JOIN ${table.sql} o ON o.ctid = v.standing
  WHERE v.standing IS NOT NULL AND v.verdict${index} = ${VERDICT.corrected}`;
}
