// Stored answers. What was served stays as it was stored: storing again changes nothing.
import { and, eq, gte, lt, max } from 'drizzle-orm';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { Correction } from '../../models/correction.ts';
import type { Db } from '../client.ts';
import { prediction } from '../prediction-schema.ts';

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

/** One step that a release of the model forecast, as it was answered. */
export interface MadeForecast {
  readonly release: string;
  readonly entity: string;
  readonly issuedAt: Instant;
  readonly validAt: Instant;
  readonly values: Readonly<Record<string, number>>;
  readonly correction: Correction | null;
}

/** Of every release, for steps since `from` and issued before `to`; what the baseline answered is not theirs. */
export async function forecastsMade(db: Db, model: string, { from, to }: TimeWindow): Promise<MadeForecast[]> {
  const { release, entity, issuedAt, validAt, values, correction } = prediction;
  return db
    .select({ release, entity, issuedAt, validAt, values, correction })
    .from(prediction)
    .where(and(eq(prediction.model, model), eq(prediction.source, 'model'), gte(validAt, from), lt(issuedAt, to)))
    .orderBy(issuedAt, validAt, entity);
}

/** Of what was published or filled in: the issues of a window. */
export async function issuesIn(db: Db, model: string, { from, to }: TimeWindow): Promise<ReadonlySet<Instant>> {
  const found = await db
    .selectDistinct({ issuedAt: prediction.issuedAt })
    .from(prediction)
    .where(
      and(
        eq(prediction.model, model),
        eq(prediction.role, 'live'),
        gte(prediction.issuedAt, from),
        lt(prediction.issuedAt, to),
      ),
    );
  return new Set(found.map(({ issuedAt }) => issuedAt));
}
