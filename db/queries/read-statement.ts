// The statement behind GET …/rows: one page by key, with provenance, as things stand or as they were known at an instant. Pure text.
import {
  arrived,
  INSTANT_TYPE,
  keyAsText,
  leaving,
  type SqlColumn,
  type SqlPart,
  type SqlTable,
  toMilliseconds,
  toTimestamp,
  travelType,
} from './dataset-table.ts';

/** What of a table is asked for. */
export interface Selection {
  readonly table: SqlTable;
  /** With those of their columns that are wanted. */
  readonly parts: readonly SqlPart[];
  /** Key columns of which the values are given. */
  readonly places: readonly SqlColumn[];
  readonly window: boolean;
  readonly asOf: boolean;
  readonly after: boolean;
}

/** Parameters, in order: dataset, limit, as of (ms) if any, from and to (ms) if there is a window, an array per place, the key to go on after. */
export function readStatement({ table, parts, places, window, asOf, after }: Selection): string {
  const { key, time } = table;
  let parameter = asOf ? 3 : 2;
  const instant = (n: number) => `to_timestamp($${n}::float8 / 1000)`;
  const keyList = (alias: string) => key.map(({ sql }) => `${alias}.${sql}`).join(', ');
  const conditions = [
    ...(window && time ? [`o.${time.sql} >= ${instant(++parameter)} AND o.${time.sql} < ${instant(++parameter)}`] : []),
    ...places.map((column) => isAmong(column, `$${++parameter}`)),
    ...(after
      ? [
          `(${keyList('o')}) > (${key
            .map((column) => arrived(column, `$${++parameter}::${travelType(column)}`))
            .join(', ')})`,
        ]
      : []),
  ];
  const versions = parts.map((part, i) => (asOf ? asItWas(part, i, instant(3)) : asItStands(part)));
  return `
SELECT ${served(key)},
  ${parts
    .map(
      ({ columns, quality, knownAt, name }, i) =>
        `${served(columns)}, p.${quality}, ${toMilliseconds(`p.${knownAt}`)} AS ${knownAt}, r${i}.source AS "${name}_source"`,
    )
    .join(',\n  ')},
  (SELECT simulated FROM dataset_origin WHERE dataset = $1) AS simulated
FROM (
  SELECT ${keyList('o')}, ${versions.map(({ select }) => select).join(',\n    ')}
  FROM ${table.sql} o
  ${asOf ? parts.map((part, i) => earlierVersion(table, part, i, instant(3))).join('\n  ') : ''}
  WHERE ${[...conditions, `(${versions.map(({ present }) => present).join(' OR ')})`].join('\n    AND ')}
  ORDER BY ${keyList('o')}
  LIMIT $2::integer
) p
${parts.map(({ raw }, i) => `LEFT JOIN raw_object r${i} ON r${i}.id = p.${raw}`).join('\n')}
ORDER BY ${keyList('p')}`;
}

/** Values as text, but for instants, whose text would depend on the session: those come as milliseconds. */
function isAmong(column: SqlColumn, parameter: string): string {
  if (column.type !== INSTANT_TYPE) return `o.${column.sql}::text = ANY(${parameter}::text[])`;
  return `o.${column.sql} IN (SELECT ${toTimestamp('asked.at')} FROM unnest(${parameter}::float8[]) AS asked(at))`;
}

const served = (columns: readonly SqlColumn[]): string =>
  columns.map((column) => `${leaving(column, `p.${column.sql}`)} AS ${column.sql}`).join(', ');

interface Version {
  readonly select: string;
  /** Whether any wanted value is there. */
  readonly present: string;
}

const asItStands = ({ columns, quality, knownAt, raw }: SqlPart): Version => ({
  select: [...columns.map(({ sql }) => sql), quality, knownAt, raw].map((sql) => `o.${sql}`).join(', '),
  present: `num_nonnulls(${columns.map(({ sql }) => `o.${sql}`).join(', ')}) > 0`,
});

/** What stands, where it was known by then; else the latest version that was. */
function asItWas({ columns, quality, knownAt, raw }: SqlPart, i: number, asOf: string): Version {
  const pick = (now: string, then: string) => `CASE WHEN o.${knownAt} <= ${asOf} THEN o.${now} ELSE ${then} END`;
  const values = columns.map(({ sql, name, type }) => ({
    sql,
    picked: pick(sql, `(v${i}."values" ->> '${name.replaceAll("'", "''")}')::${type}`),
  }));
  return {
    select: [
      ...values.map(({ sql, picked }) => `${picked} AS ${sql}`),
      `${pick(quality, `v${i}.quality`)} AS ${quality}`,
      `${pick(knownAt, `v${i}.known_at`)} AS ${knownAt}`,
      `${pick(raw, `v${i}.raw_id`)} AS ${raw}`,
    ].join(', '),
    present: `num_nonnulls(${values.map(({ picked }) => picked).join(', ')}) > 0`,
  };
}

const earlierVersion = ({ key }: SqlTable, { name, knownAt }: SqlPart, i: number, asOf: string): string => `
  LEFT JOIN LATERAL (
    SELECT e."values", e.quality, e.known_at, e.raw_id FROM analytics.revision e
    WHERE e.dataset = $1 AND e.key = ${keyAsText(key, 'o')} AND e.part = '${name.replaceAll("'", "''")}' AND e.known_at <= ${asOf}
    ORDER BY e.known_at DESC, e.id DESC LIMIT 1
  ) v${i} ON o.${knownAt} > ${asOf}`;
