// The raw objects that a model's input came from: for each value that it looked at, the version that was known then. Never the values.
import { z } from 'zod';
import { type DatasetDefinition, partOf } from '../../data/dataset.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { arrayLiteral } from './array-literal.ts';
import { sqlTableOf, toMilliseconds } from './dataset-table.ts';
import { placesOf, placesOfRevision } from './places.ts';

const SeenObject = z.object({
  run: z.string(),
  feed: z.string(),
  source: z.string(),
  lakeKey: z.string(),
  sha256: z.string(),
  fetchedAt: z.number(),
  /** How many of the values came from it. */
  values: z.int(),
});
export type SeenObject = z.infer<typeof SeenObject>;

/** The one that gave most comes first. */
export async function seenObjects(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    column,
    place,
    windows,
    issuedAt,
  }: {
    readonly column: string;
    readonly place: string;
    readonly windows: readonly TimeWindow[];
    readonly issuedAt: Instant;
  },
): Promise<SeenObject[]> {
  const table = sqlTableOf(definition);
  const { time } = table;
  const part = table.parts.find(({ name }) => name === partOf(definition, column));
  const value = part?.columns.find(({ name }) => name === column);
  if (!time || !part || !value) throw new Error(`${definition.id} has no history of ${column}`);
  const seen = (at: string) =>
    `${at} >= to_timestamp($2::float8 / 1000) AND ${at} < to_timestamp($3::float8 / 1000) AND EXISTS (SELECT FROM looked
       WHERE ${at} >= to_timestamp(looked.begins / 1000) AND ${at} < to_timestamp(looked.ends / 1000))`;
  const rows = await client.query(
    `WITH looked AS MATERIALIZED (SELECT * FROM unnest($4::float8[], $5::float8[]) AS windows (begins, ends)), known AS (
       SELECT o.${time.sql} AS at, o.${part.knownAt} AS known_at, 'infinity'::float8 AS version, o.${part.raw} AS raw
       FROM ${table.sql} o WHERE ${placesOf(table)} = $1 AND o.${value.sql} IS NOT NULL AND ${seen(`o.${time.sql}`)}
       UNION ALL
       SELECT e.at, e.known_at, e.id, e.raw_id FROM analytics.revision e
       WHERE e.dataset = $6 AND e.part = $7 AND ${placesOfRevision(table, 'e')} = $1 AND e."values" ->> $8 IS NOT NULL AND ${seen('e.at')}
     )
     SELECT r.run_id AS run, r.feed, r.source, r.lake_key AS "lakeKey", r.sha256, ${toMilliseconds('r.fetched_at')} AS "fetchedAt",
       count(*)::integer AS values
     FROM (
       SELECT DISTINCT ON (at) raw FROM known WHERE known_at <= to_timestamp($9::float8 / 1000)
       ORDER BY at, known_at DESC, version DESC
     ) newest JOIN raw_object r ON r.id = newest.raw
     GROUP BY r.id ORDER BY values DESC, r.id`,
    [
      place,
      Math.min(...windows.map(({ from }) => from)),
      Math.max(...windows.map(({ to }) => to)),
      arrayLiteral(windows, ({ from }) => from),
      arrayLiteral(windows, ({ to }) => to),
      definition.id,
      part.name,
      column,
      issuedAt,
    ],
  );
  return z.array(SeenObject).parse(rows);
}
