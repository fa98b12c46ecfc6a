// By Paris day: something that is another when what is known of a series is. Cheap enough to ask at every tick; says nothing of what changed.
import { type DatasetDefinition, partOf } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { sqlTableOf } from './dataset-table.ts';
import { placesOf } from './places.ts';

export async function truthMarks(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { column, places, since }: { readonly column: string; readonly places: readonly string[]; readonly since: Instant },
): Promise<ReadonlyMap<string, string>> {
  const table = sqlTableOf(definition);
  const part = table.parts.find(({ name }) => name === partOf(definition, column));
  const value = part?.columns.find(({ name }) => name === column);
  if (!table.time || !part || !value) throw new Error(`${definition.id} has no column ${column} with a time`);
  const at = table.time.sql;
  // A revision leaves its mark on what stands: another value, known since another instant.
  const version = `concat_ws('|', ${placesOf(table)}, extract(epoch FROM ${at}), ${value.sql}, extract(epoch FROM ${part.knownAt}))`;
  const rows = await client.query(
    `SELECT to_char(${at} AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD') AS day,
       count(*) || ':' || sum(hashtextextended(${version}, 0)) AS mark
     FROM ${table.sql}
     WHERE ${placesOf(table)} = ANY($1::text[]) AND ${value.sql} IS NOT NULL AND ${at} >= to_timestamp($2::float8 / 1000)
     GROUP BY 1`,
    [[...places], since],
  );
  return new Map(rows.map((row) => [String(row['day']), String(row['mark'])]));
}
