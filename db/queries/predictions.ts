// Stored answers. What was served stays as it was stored: storing again changes nothing.
import { and, eq, max } from 'drizzle-orm';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { prediction } from '../schema.ts';

export type NewPrediction = typeof prediction.$inferInsert;

/** How many were new. */
export async function savePredictions(db: Db, predictions: readonly NewPrediction[]): Promise<number> {
  if (predictions.length === 0) return 0;
  const saved = await db
    .insert(prediction)
    .values([...predictions])
    .onConflictDoNothing()
    .returning({ validAt: prediction.validAt });
  return saved.length;
}

/** Of what was published; null before the first. */
export async function latestIssue(db: Db, model: string): Promise<Instant | null> {
  const [latest] = await db
    .select({ at: max(prediction.issuedAt) })
    .from(prediction)
    .where(and(eq(prediction.model, model), eq(prediction.role, 'live')));
  return latest?.at ?? null;
}
