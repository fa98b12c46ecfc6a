// Scores of days as they are kept: a day is replaced whole, together with the mark of what it was made from. A tick may die anywhere, and run twice.
import { eq } from 'drizzle-orm';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type score, scoredDay } from '../prediction-schema.ts';

export type NewScore = typeof score.$inferInsert;

export interface ScoredDay {
  readonly model: string;
  readonly day: string;
  readonly fingerprint: string;
  readonly scoredAt: Instant;
  readonly scores: readonly NewScore[];
}

export async function saveScores({ $client: client }: Db, scored: ScoredDay): Promise<void> {
  const { model, day, fingerprint, scoredAt, scores } = scored;
  const rows = scores.map((one) => ({
    ...one,
    absolute_error: one.absoluteError,
    squared_error: one.squaredError,
    relative_steps: one.relativeSteps,
    relative_error: one.relativeError,
    bounded_steps: one.boundedSteps,
    inside_steps: one.insideSteps,
  }));
  await client.transaction([
    // Two ticks at once: the second waits, and replaces what the first has made.
    client`SELECT pg_advisory_xact_lock(hashtextextended(${`${model} ${day}`}, 0))`,
    client`DELETE FROM score WHERE model = ${model} AND day = ${day}`,
    client`INSERT INTO score SELECT * FROM jsonb_populate_recordset(NULL::score, ${JSON.stringify(rows)}::jsonb)`,
    client`INSERT INTO scored_day (model, day, fingerprint, scored_at)
      VALUES (${model}, ${day}, ${fingerprint}, to_timestamp(${scoredAt}::float8 / 1000))
      ON CONFLICT (model, day) DO UPDATE SET fingerprint = excluded.fingerprint, scored_at = excluded.scored_at`,
  ]);
}

/** Day to fingerprint. */
export async function scoredDays(db: Db, model: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ day: scoredDay.day, fingerprint: scoredDay.fingerprint })
    .from(scoredDay)
    .where(eq(scoredDay.model, model));
  return new Map(rows.map(({ day, fingerprint }) => [day, fingerprint]));
}
