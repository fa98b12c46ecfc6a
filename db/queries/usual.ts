// What was usual at each place and hour of the day in Paris, over the weeks before an instant: medians and distances from them. Read by the key's index.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, type Instant, MINUTE } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type SqlTable, sqlTableOf } from './dataset-table.ts';
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
/** A fact of each half-hour is enough. */
const EVERY = 30 * MINUTE;
/** One question reads the weeks of so many places at most, 270,000 facts: further places are asked about in further questions. */
const PLACES_AT_ONCE = 100;

/** Hours with too little history are left out. */
export async function usualHours(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    column,
    places,
    before,
    placesAtOnce = PLACES_AT_ONCE,
  }: {
    readonly column: string;
    /** By key column: those of which anything is wanted. */
    readonly places: Readonly<Record<string, readonly string[]>>;
    readonly before: Instant;
    readonly placesAtOnce?: number;
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
  const facts = `${table.sql} WHERE ${[
    ...wherePlace,
    `${time.sql} >= to_timestamp($1::float8 / 1000) AND ${time.sql} < to_timestamp($2::float8 / 1000)`,
    `${value} IS NOT NULL`,
    `extract(epoch FROM ${time.sql})::bigint % ${EVERY / 1_000} = 0`,
  ].join(' AND ')}`;
  const asked = [before - WEEKS * 7 * DAY, before, ...Object.values(places).map((words) => [...words])];
  const ask = (facts: string, parameters: readonly unknown[]) =>
    client.query(hoursOf(table, facts, value), [...parameters]);

  if (mostPlaces(table, places) <= placesAtOnce) return (await ask(facts, asked)).map((row) => hourOf(row, column));
  const known = await client.query(`SELECT DISTINCT ${placesOf(table)} AS place FROM ${facts} ORDER BY place`, asked);
  const names = known.map((row) => String(row['place']));
  const found: HourOfPlace[] = [];
  for (let i = 0; i < names.length; i += placesAtOnce) {
    const some = names.slice(i, i + placesAtOnce);
    const ofThese = `${facts} AND ${placesOf(table)} = ANY($${asked.length + 1}::text[])`;
    found.push(...(await ask(ofThese, [...asked, some])).map((row) => hourOf(row, column)));
  }
  return found;
}

/** Infinite where a key column may hold anything. */
function mostPlaces({ key, time }: SqlTable, places: Readonly<Record<string, readonly string[]>>): number {
  return key
    .filter(({ name }) => name !== time?.name)
    .reduce((product, { name }) => product * (places[name]?.length ?? Infinity), 1);
}

const hoursOf = (table: SqlTable, facts: string, value: string): string =>
  `WITH hourly AS (
     SELECT ${placesOf(table)} AS place, extract(hour FROM ${table.time?.sql} AT TIME ZONE 'Europe/Paris')::integer AS hour,
       (${table.time?.sql} AT TIME ZONE 'Europe/Paris')::date AS day, ${value}::float8 AS value
     FROM ${facts}
   ), centre AS (
     SELECT place, hour, percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, array_agg(value) AS values
     FROM hourly GROUP BY place, hour HAVING count(DISTINCT day) >= ${FEWEST_DAYS}
   )
   SELECT place, hour, median,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(value - median)) AS mad, avg(abs(value - median)) AS mean_distance
   FROM centre, unnest(values) AS value
   GROUP BY place, hour, median`;

const hourOf = (row: Readonly<Record<string, unknown>>, column: string): HourOfPlace => ({
  place: String(row['place']),
  column,
  hour: Number(row['hour']),
  median: Number(row['median']),
  mad: Number(row['mad']),
  meanDistance: Number(row['mean_distance']),
});
