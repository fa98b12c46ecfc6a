// What people say of what was predicted. Nothing is overwritten: who changes their mind says so again, and the latest word counts.
import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { feedback } from '../prediction-schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';

export type Feedback = typeof feedback.$inferSelect;

/** What somebody says, with all that was said to them. */
export type NewFeedback = Feedback & { readonly values: NonNullable<Feedback['values']> };

/** A record may be a person, and what is said here is kept for good: of its answer no value is. */
export async function saveFeedback(db: Db, said: NewFeedback): Promise<void> {
  await db.insert(feedback).values({ ...said, values: said.entity === null ? null : said.values });
}

/** Oldest first. */
export async function feedbackOn(db: Db, predictions: readonly string[]): Promise<Feedback[]> {
  if (predictions.length === 0) return [];
  return db
    .select()
    .from(feedback)
    .where(inArray(feedback.prediction, [...predictions]))
    .orderBy(asc(feedback.createdAt), asc(feedback.id));
}

export interface FeedbackPage {
  readonly said: readonly Feedback[];
  readonly next: string | null;
}
const Cursor = z.tuple([z.int(), z.uuid()]);

/** Newest first. */
export async function listFeedback(
  db: Db,
  {
    model,
    from,
    to,
    limit,
    cursor,
  }: {
    readonly model?: string | undefined;
    readonly from?: Instant | undefined;
    readonly to?: Instant | undefined;
    readonly limit: number;
    readonly cursor?: string | undefined;
  },
): Promise<FeedbackPage | MalformedCursor> {
  const after = cursor === undefined ? undefined : readCursor(cursor, Cursor);
  if (after === null) return MALFORMED_CURSOR;
  const { createdAt, id } = feedback;
  const found = await db
    .select()
    .from(feedback)
    .where(
      and(
        model === undefined ? undefined : eq(feedback.model, model),
        from === undefined ? undefined : gte(createdAt, from),
        to === undefined ? undefined : lt(createdAt, to),
        after && sql`(${createdAt}, ${id}) < (to_timestamp(${after[0]}::float8 / 1000), ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1);
  const said = found.slice(0, limit);
  const last = said.at(-1);
  return { said, next: found.length > limit && last ? writeCursor([last.createdAt, last.id]) : null };
}
