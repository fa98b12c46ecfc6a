// Scheduled predictions page by page, by what they speak of. Never writes one.
import { and, asc, eq, getTableColumns, gte, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type PredictionRole, prediction } from '../prediction-schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';

const { features: _, onnxSha256: __, featureSha256: ___, ...LISTED } = getTableColumns(prediction);
export type ListedPrediction = Omit<typeof prediction.$inferSelect, 'features' | 'onnxSha256' | 'featureSha256'>;

export interface PredictionPage {
  readonly predictions: readonly ListedPrediction[];
  readonly next: string | null;
}
const Cursor = z.tuple([z.int(), z.int(), z.uuid()]);

/** The window is of the instants they speak of. */
export async function listPredictions(
  db: Db,
  {
    model,
    window,
    role,
    cursor,
    limit,
  }: {
    readonly model: string;
    readonly window: TimeWindow;
    readonly role?: PredictionRole | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<PredictionPage | MalformedCursor> {
  const { validAt, issuedAt, id } = prediction;
  let after: SQL | undefined;
  if (cursor !== undefined) {
    const last = readCursor(cursor, Cursor);
    if (!last) return MALFORMED_CURSOR;
    after = sql`(${validAt}, ${issuedAt}, ${id}) > (to_timestamp(${last[0]}::float8 / 1000), to_timestamp(${last[1]}::float8 / 1000), ${last[2]}::uuid)`;
  }
  const found = await db
    .select(LISTED)
    .from(prediction)
    .where(
      and(
        eq(prediction.model, model),
        gte(validAt, window.from),
        lt(validAt, window.to),
        role === undefined ? undefined : eq(prediction.role, role),
        after,
      ),
    )
    .orderBy(asc(validAt), asc(issuedAt), asc(id))
    .limit(limit + 1);
  const last = found[limit - 1];
  const next = found.length > limit && last ? writeCursor([last.validAt, last.issuedAt, last.id]) : null;
  return { predictions: found.slice(0, limit), next };
}
