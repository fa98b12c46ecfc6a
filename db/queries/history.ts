// One series of a dataset as arrays of numbers: what a model sees. Never a row object per fact.
import { type DatasetDefinition, partOf } from '../../data/dataset.ts';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { Facts } from '../../models/history.ts';
import type { Db } from '../client.ts';
import { sqlTableOf, toMilliseconds } from './dataset-table.ts';
import { placesOf, placesOfRevision } from './places.ts';

export interface SeriesFacts {
  /** By place, as `placesOf` names it. A place without facts is absent. */
  readonly facts: ReadonlyMap<string, Facts>;
  readonly simulated: boolean;
}

/** After every revision: a correction may become known at the very instant of what it corrects. */
const STANDING = "'infinity'::float8";

/** Every version of every value: what stands is known since its correction, what it replaced since its own time. */
export async function factsOf(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    column,
    places,
    from,
    to,
    arrivedBy = null,
  }: TimeWindow & {
    readonly column: string;
    readonly places: readonly string[];
    /** Only what we had fetched by then: a value may have been known long before it came to us. */
    readonly arrivedBy?: Instant | null;
  },
): Promise<SeriesFacts> {
  const table = sqlTableOf(definition);
  const { time } = table;
  if (!time) throw new Error(`${definition.id} is a snapshot: it has no history by time`);
  const part = table.parts.find(({ name }) => name === partOf(definition, column));
  const value = part?.columns.find(({ name }) => name === column);
  if (!part || !value) throw new Error(`${definition.id} has no column ${column} that belongs to a part`);
  // Yes and no travel as 1 and 0.
  const asNumber = (sql: string) =>
    value.type === 'boolean' ? `(${sql})::boolean::integer::float8` : `(${sql})::float8`;
  const window = (alias: string, time: string) =>
    `${alias}.${time} >= to_timestamp($2::float8 / 1000) AND ${alias}.${time} < to_timestamp($3::float8 / 1000)`;
  const arrived = (raw: string) =>
    `($7::float8 IS NULL OR (SELECT r.fetched_at FROM raw_object r WHERE r.id = ${raw}) <= to_timestamp($7 / 1000))`;
  const inOrder = (sql: string) => `string_agg((${sql})::text, ',' ORDER BY v.at, v.known_at, v.version)`;
  const [series, [origin]] = await client
    .transaction([
      client.query(
        `SELECT v.place, ${inOrder(toMilliseconds('v.at'))} AS at, ${inOrder(toMilliseconds('v.known_at'))} AS known_at,
         ${inOrder('v.value')} AS value
       FROM (
         SELECT ${placesOf(table)} AS place, ${time.sql} AS at, ${part.knownAt} AS known_at, ${asNumber(value.sql)} AS value,
           ${STANDING} AS version
         FROM ${table.sql} o WHERE ${window('o', time.sql)} AND ${arrived(`o.${part.raw}`)}
         UNION ALL
         SELECT ${placesOfRevision(table, 'e')}, e.at, e.known_at, ${asNumber('e."values" ->> $4')}, e.id
         FROM analytics.revision e WHERE e.dataset = $5 AND e.part = $6 AND ${window('e', 'at')} AND ${arrived('e.raw_id')}
       ) v
       WHERE v.place = ANY($1::text[]) AND v.value IS NOT NULL
       GROUP BY v.place`,
        [[...places], from, to, column, definition.id, part.name, arrivedBy],
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
