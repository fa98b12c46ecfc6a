// Files that people send by hand: begun once per client and Idempotency-Key, sent whole or in parts, accepted together with the run that loads them.
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { upload, uploadPart } from '../schema.ts';
import type { NewRun } from './runs.ts';

export type Upload = typeof upload.$inferSelect;
export type UploadPart = typeof uploadPart.$inferSelect;

/** The one that stands under this key, whoever began it. One whose run failed, or was dry, stands in nobody's way: the next attempt follows it. */
export async function beginUpload(db: Db, candidate: Omit<Upload, 'run' | 'acceptedAt' | 'attempt'>): Promise<Upload> {
  const { client, dataset, idempotencyKey } = candidate;
  const attempt = sql`(
    SELECT 1 + count(*) FROM upload u JOIN run r ON r.id = u.run_id
    WHERE u.client = ${client} AND u.dataset = ${dataset} AND u.idempotency_key = ${idempotencyKey}
      AND (u.is_dry OR r.status = 'failed')
  )`;
  const [, [standing]] = await db.batch([
    db
      .insert(upload)
      .values({ ...candidate, attempt })
      .onConflictDoNothing(),
    db
      .select()
      .from(upload)
      .where(and(eq(upload.client, client), eq(upload.dataset, dataset), eq(upload.idempotencyKey, idempotencyKey)))
      .orderBy(desc(upload.attempt))
      .limit(1),
  ]);
  if (!standing) throw new Error(`upload ${candidate.id} was written and is not there`);
  return standing;
}

export async function findUpload(
  db: Db,
  { id, client, dataset }: Pick<Upload, 'id' | 'client' | 'dataset'>,
): Promise<Upload | null> {
  const [found] = await db
    .select()
    .from(upload)
    .where(and(eq(upload.id, id), eq(upload.client, client), eq(upload.dataset, dataset)));
  return found ?? null;
}

export const partsOf = async (db: Db, id: string): Promise<readonly UploadPart[]> => partsIn(db, id);

const partsIn = (db: Db, id: string) =>
  db.select().from(uploadPart).where(eq(uploadPart.upload, id)).orderBy(asc(uploadPart.number));

/**
 * Where the part lay that it stands in for; null when there was none. Not kept when the file was accepted meanwhile, nor a
 * whole file where anything of another has arrived: two senders with one key do not mix.
 */
export async function keepPart(
  db: Db,
  part: UploadPart,
  { whole }: { readonly whole: boolean },
): Promise<{ readonly kept: boolean; readonly before: string | null }> {
  const rows = await db.$client`
    WITH before AS (
      SELECT lake_key FROM upload_part WHERE upload_id = ${part.upload} AND number = ${part.number}
    ), kept AS (
      INSERT INTO upload_part (upload_id, number, bytes, sha256, lake_key)
      SELECT u.id, ${part.number}, ${part.bytes}, ${part.sha256}, ${part.lakeKey}
      FROM upload u WHERE u.id = ${part.upload} AND u.accepted_at IS NULL
        AND NOT (${whole} AND EXISTS (SELECT FROM upload_part p WHERE p.upload_id = u.id))
      FOR UPDATE
      ON CONFLICT (upload_id, number)
      DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256, lake_key = excluded.lake_key
      WHERE NOT ${whole}
      RETURNING number
    )
    SELECT (SELECT lake_key FROM before) AS before, EXISTS (SELECT FROM kept) AS kept`;
  const before: unknown = rows[0]?.['before'];
  return { kept: rows[0]?.['kept'] === true, before: typeof before === 'string' ? before : null };
}

/** File and run, together, and the parts that decided. Not accepted: it was before, or parts are missing. */
export async function acceptUpload(
  db: Db,
  { id, order }: { readonly id: string; readonly order: NewRun },
): Promise<{ readonly accepted: boolean; readonly parts: readonly UploadPart[] }> {
  const now = sql`to_timestamp(${order.createdAt}::float8 / 1000)`;
  const [, parts, accepted] = await db.batch([
    // A part on its way is kept before this or never: what follows sees all there will be.
    db.select({ id: upload.id }).from(upload).where(eq(upload.id, id)).for('update'),
    partsIn(db, id),
    db.execute(sql`
      WITH accepted AS (
        UPDATE upload SET run_id = ${order.id}, accepted_at = ${now}
        WHERE id = ${id} AND accepted_at IS NULL
          AND (SELECT count(*) = max(number) FROM upload_part WHERE upload_id = ${id})
        RETURNING is_dry
      )
      INSERT INTO run (id, dataset, feed, trigger, request_id, window_from, window_to, is_dry, status, created_at)
      SELECT ${order.id}, ${order.dataset}, ${order.feed}, ${order.trigger}, ${order.requestId},
        to_timestamp(${order.from}::float8 / 1000), to_timestamp(${order.to}::float8 / 1000), is_dry, 'queued', ${now}
      FROM accepted RETURNING id`),
  ]);
  return { accepted: accepted.rows.length > 0, parts };
}

/** What a run has to load, in order. */
export async function uploadOf(
  db: Db,
  runId: string,
): Promise<{ readonly upload: Upload; readonly parts: readonly UploadPart[] } | null> {
  const [found] = await db.select().from(upload).where(eq(upload.run, runId));
  return found ? { upload: found, parts: await partsOf(db, found.id) } : null;
}
