// What people say of what was predicted. Nothing is overwritten: who changes their mind says so again, and the latest word counts.
import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { answer, feedback, prediction } from '../schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';

export type Feedback = typeof feedback.$inferSelect;

/** False when nothing stored has this id. */
export async function saveFeedback(db: Db, said: Feedback): Promise<boolean> {
  const known = await db
    .select({ id: prediction.id })
    .from(prediction)
    .where(eq(prediction.id, said.prediction))
    .unionAll(db.select({ id: answer.id }).from(answer).where(eq(answer.id, said.prediction)));
  if (known.length === 0) return false;
  await db.insert(feedback).values(said);
  return true;
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

/** What was said, with what it was said of: a label. What a forgotten answer was is null. */
export type Label = Feedback & {
  readonly model: string | null;
  readonly release: string | null;
  readonly entity: string | null;
  readonly validAt: Instant | null;
  readonly values: Readonly<Record<string, number>> | null;
};
export interface LabelPage {
  readonly labels: readonly Label[];
  readonly next: string | null;
}
const Cursor = z.tuple([z.int(), z.uuid()]);

/** Newest first. */
export async function listLabels(
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
): Promise<LabelPage | MalformedCursor> {
  const after = cursor === undefined ? undefined : readCursor(cursor, Cursor);
  if (after === null) return MALFORMED_CURSOR;
  const either = <T>(scheduled: unknown, onDemand: unknown) => sql<T>`coalesce(${scheduled}, ${onDemand})`;
  const ofModel = either<string | null>(prediction.model, answer.model);
  const found = await db
    .select({
      id: feedback.id,
      prediction: feedback.prediction,
      verdict: feedback.verdict,
      comment: feedback.comment,
      client: feedback.client,
      createdAt: feedback.createdAt,
      model: ofModel,
      release: either<string | null>(prediction.release, answer.release),
      entity: either<string | null>(prediction.entity, answer.entity),
      scheduledAt: prediction.validAt,
      askedAt: answer.validAt,
      values: either<Label['values']>(prediction.values, answer.values),
    })
    .from(feedback)
    .leftJoin(prediction, eq(prediction.id, feedback.prediction))
    .leftJoin(answer, eq(answer.id, feedback.prediction))
    .where(
      and(
        model === undefined ? undefined : eq(ofModel, model),
        from === undefined ? undefined : gte(feedback.createdAt, from),
        to === undefined ? undefined : lt(feedback.createdAt, to),
        after &&
          sql`(${feedback.createdAt}, ${feedback.id}) < (to_timestamp(${after[0]}::float8 / 1000), ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(feedback.createdAt), desc(feedback.id))
    .limit(limit + 1);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    labels: page.map(({ scheduledAt, askedAt, ...one }) => ({ ...one, validAt: scheduledAt ?? askedAt })),
    next: found.length > limit && last ? writeCursor([last.createdAt, last.id]) : null,
  };
}
