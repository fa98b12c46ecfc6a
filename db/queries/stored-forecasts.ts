// What releases have forecast for a window, for whoever scores it or watches it drift. Reads only.
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import type { TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { prediction } from '../prediction-schema.ts';

export type StoredForecast = Pick<
  typeof prediction.$inferSelect,
  'role' | 'release' | 'source' | 'entity' | 'issuedAt' | 'validAt' | 'createdAt' | 'values'
>;

export async function storedForecasts(db: Db, model: string, { from, to }: TimeWindow): Promise<StoredForecast[]> {
  const { role, release, source, entity, issuedAt, validAt, createdAt, values } = prediction;
  return db
    .select({ role, release, source, entity, issuedAt, validAt, createdAt, values })
    .from(prediction)
    .where(and(eq(prediction.model, model), gte(prediction.validAt, from), lt(prediction.validAt, to)))
    .orderBy(asc(prediction.validAt), asc(prediction.issuedAt));
}

/** By Paris day: something that is another when the forecasts of that day are. */
export async function forecastMarks(db: Db, model: string, since: number): Promise<ReadonlyMap<string, string>> {
  const day = sql<string>`to_char(${prediction.validAt} AT TIME ZONE 'Europe/Paris', 'YYYY-MM-DD')`;
  const mark = sql<string>`count(*) || ':' || sum(hashtextextended(${prediction.id}::text, 0))`;
  const rows = await db
    .select({ day, mark })
    .from(prediction)
    .where(and(eq(prediction.model, model), gte(prediction.validAt, since)))
    .groupBy(sql`1`);
  return new Map(rows.map((row) => [row.day, row.mark]));
}
