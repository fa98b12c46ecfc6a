// Raw objects: what stands in the lake, and which world it came from. Measured and simulated facts never meet in one dataset.
import { eq } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { rawObject } from '../schema.ts';

export type RawObject = typeof rawObject.$inferSelect;
export type NewRawObject = Omit<RawObject, 'id'>;

/** Simulated facts for a dataset that holds measured ones, or the other way round. */
export class OriginError extends Error {
  override readonly name = 'OriginError';
}

/**
 * Its id. Recording the same lake key again gives the same id. The first object of a dataset decides its world. Those of one
 * dataset are recorded one after the other: when an id can be seen, no lower one is still to come, which replays rely on.
 */
export async function recordRawObject(db: Db, object: NewRawObject): Promise<number> {
  const { dataset, simulated, lakeKey } = object;
  const sql = db.$client;
  const results = await sql.transaction([
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`raw objects of ${dataset}`}, 0))`,
    sql`INSERT INTO dataset_origin (dataset, simulated) VALUES (${dataset}, ${simulated}) ON CONFLICT DO NOTHING`,
    sql`
      INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
      SELECT ${object.run}, dataset, ${object.feed}, ${object.source}, ${lakeKey}, ${object.sha256}, ${object.bytes},
             to_timestamp(${object.fetchedAt}::float8 / 1000), simulated
      FROM dataset_origin
      WHERE dataset = ${dataset} AND simulated = ${simulated}
      ON CONFLICT (lake_key) DO NOTHING`,
    sql`
      SELECT o.simulated, r.id
      FROM dataset_origin o LEFT JOIN raw_object r ON r.dataset = o.dataset AND r.lake_key = ${lakeKey}
      WHERE o.dataset = ${dataset}`,
  ]);
  const found = results[3]?.[0];
  if (found?.['simulated'] !== simulated) {
    throw new OriginError(
      `${dataset} holds ${worldOf(!simulated)} facts, got ${worldOf(simulated)} ones (${lakeKey}). Use the database of that world.`,
    );
  }
  const id: unknown = found['id'];
  if (typeof id !== 'number') throw new OriginError(`${lakeKey} was recorded for another dataset than ${dataset}`);
  return id;
}

const worldOf = (simulated: boolean): string => (simulated ? 'simulated' : 'measured');

/** In the order in which they were recorded. */
export async function rawObjectsOf(db: Db, runId: string): Promise<readonly RawObject[]> {
  return db.select().from(rawObject).where(eq(rawObject.run, runId)).orderBy(rawObject.id);
}
