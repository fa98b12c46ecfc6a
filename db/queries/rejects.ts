// Rows that we could not accept, with where and why. Saved once, however often the load is repeated.
import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Reject } from '../../data/dataset.ts';
import type { Db } from '../client.ts';
import { reject } from '../schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';
import { storable } from './storable.ts';

/** One round trip, however many. */
export async function saveRejects(db: Db, runId: string, raw: number, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return;
  const column = (name: keyof Reject['reject']) => rejects.map((row) => storable(row.reject[name]));
  await db.$client`
    INSERT INTO reject (run_id, raw_id, place, reason, fragment)
    SELECT ${runId}, ${raw}::integer, t.place, t.reason, t.fragment
    FROM unnest(${column('where')}::text[], ${column('reason')}::text[], ${column('fragment')}::text[])
      AS t(place, reason, fragment)
    ON CONFLICT DO NOTHING`;
}

export interface RejectPage {
  readonly rejects: readonly (typeof reject.$inferSelect)[];
  readonly next: string | null;
}

export async function rejectsOf(
  db: Db,
  runId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<RejectPage | MalformedCursor> {
  const after = cursor === undefined ? undefined : readCursor(cursor, z.tuple([z.int()]));
  if (after === null) return MALFORMED_CURSOR;
  const rejects = await db
    .select()
    .from(reject)
    .where(and(eq(reject.run, runId), after && gt(reject.id, after[0])))
    .orderBy(reject.id)
    .limit(limit + 1);
  const last = rejects[limit - 1];
  return { rejects: rejects.slice(0, limit), next: rejects.length > limit && last ? writeCursor([last.id]) : null };
}
