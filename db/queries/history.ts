// One series of a dataset as arrays of numbers: what a model sees. Never a row object per fact.
import { type DatasetDefinition, partOf } from '../../data/dataset.ts';
import type { TimeWindow } from '../../data/time.ts';
import type { Facts } from '../../models/history.ts';
import type { Db } from '../client.ts';
import { sqlTableOf, toMilliseconds } from './dataset-table.ts';
import { placesOf } from './places.ts';

export interface SeriesFacts {
  /** By place, as `placesOf` names it. A place without facts is absent. */
  readonly facts: ReadonlyMap<string, Facts>;
  readonly simulated: boolean;
}

/** As they stand now: a corrected value is known since its correction. */
export async function factsOf(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { column, places, from, to }: TimeWindow & { readonly column: string; readonly places: readonly string[] },
): Promise<SeriesFacts> {
  const table = sqlTableOf(definition);
  const part = table.parts.find(({ name }) => name === partOf(definition, column));
  const value = part?.columns.find(({ name }) => name === column);
  if (!part || !value) throw new Error(`${definition.id} has no column ${column} that belongs to a part`);
  const place = placesOf(table);
  const inOrder = (sql: string) => `string_agg((${sql})::text, ',' ORDER BY ${table.time.sql})`;
  const [series, [origin]] = await client
    .transaction([
      client.query(
        `SELECT ${place} AS place, ${inOrder(toMilliseconds(table.time.sql))} AS at,
         ${inOrder(toMilliseconds(part.knownAt))} AS known_at, ${inOrder(`${value.sql}::float8`)} AS value
       FROM ${table.sql}
       WHERE ${place} = ANY($1::text[]) AND ${table.time.sql} >= to_timestamp($2::float8 / 1000)
         AND ${table.time.sql} < to_timestamp($3::float8 / 1000) AND ${value.sql} IS NOT NULL
       GROUP BY 1`,
        [[...places], from, to],
      ),
      client`SELECT coalesce(bool_or(simulated), false) AS simulated FROM dataset_origin WHERE dataset = ${definition.id}`,
    ])
    .then(([first = [], second = []]) => [first, second] as const);
  const facts = new Map(
    series.map((row): [string, Facts] => [
      String(row['place']),
      { at: numbers(row['at']), knownAt: numbers(row['known_at']), value: numbers(row['value']) },
    ]),
  );
  return { facts, simulated: origin?.['simulated'] === true };
}

const numbers = (text: unknown): Float64Array => Float64Array.from(String(text).split(','), Number);
