// What was usual at each place and hour of the day in Paris, over the weeks before an instant: medians and distances from them. Read by the key's index.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, type Instant, MINUTE } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { sqlTableOf } from './dataset-table.ts';
import { placesOf } from './places.ts';

export interface HourOfPlace {
  readonly place: string;
  readonly column: string;
  readonly hour: number;
  readonly median: number;
  readonly mad: number;
  readonly meanDistance: number;
}

const WEEKS = 8;
/** Less is no habit. */
const FEWEST_DAYS = 14;
/** A fact of each half-hour is enough, and so many are read at most: those of 100 places. */
const MOST_FACTS = 270_000;
const EVERY = 30 * MINUTE;

/** Hours with too little history are left out. */
export async function usualHours(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    column,
    places,
    before,
  }: {
    readonly column: string;
    /** By key column: those of which anything is wanted. */
    readonly places: Readonly<Record<string, readonly string[]>>;
    readonly before: Instant;
  },
): Promise<readonly HourOfPlace[]> {
  const table = sqlTableOf(definition);
  const { time } = table;
  if (!time) return [];
  const value = table.parts.flatMap(({ columns }) => columns).find(({ name }) => name === column)?.sql;
  if (!value) throw new Error(`${definition.id} has no column ${column}, and a rule for anomalies names it`);
  const wherePlace = Object.keys(places).map(
    (name, i) => `${table.key.find((key) => key.name === name)?.sql}::text = ANY($${i + 3}::text[])`,
  );
  const found = await client.query(
    `WITH fact AS (
       SELECT ${placesOf(table)} AS place, ${time.sql} AS at, ${value}::float8 AS value
       FROM ${table.sql}
       WHERE ${[
         ...wherePlace,
         `${time.sql} >= to_timestamp($1::float8 / 1000) AND ${time.sql} < to_timestamp($2::float8 / 1000)`,
         `${value} IS NOT NULL`,
         `extract(epoch FROM ${time.sql})::bigint % ${EVERY / 1_000} = 0`,
       ].join(' AND ')}
       LIMIT ${MOST_FACTS}
     ), hourly AS (
       SELECT place, extract(hour FROM at AT TIME ZONE 'Europe/Paris')::integer AS hour,
         (at AT TIME ZONE 'Europe/Paris')::date AS day, value
       FROM fact
     ), centre AS (
       SELECT place, hour, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, array_agg(value) AS values
       FROM hourly GROUP BY place, hour HAVING count(DISTINCT day) >= ${FEWEST_DAYS}
     )
     SELECT place, hour, median,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(value - median)) AS mad, avg(abs(value - median)) AS mean_distance
     FROM centre, unnest(values) AS value
     GROUP BY place, hour, median`,
    [before - WEEKS * 7 * DAY, before, ...Object.values(places).map((words) => [...words])],
  );
  return found.map((row) => ({
    place: String(row['place']),
    column,
    hour: Number(row['hour']),
    median: Number(row['median']),
    mad: Number(row['mad']),
    meanDistance: Number(row['mean_distance']),
  }));
}
