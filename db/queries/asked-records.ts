// What callers asked a record model lately: what was seen and said, never who asked nor under which id. The newest alone, since callers may be many.
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { answer } from '../prediction-schema.ts';

export type AskedRecord = Pick<typeof answer.$inferSelect, 'release' | 'features' | 'values' | 'createdAt'>;

/** Newest first. */
export async function askedRecords(db: Db, model: string, most: number): Promise<AskedRecord[]> {
  const { release, features, values, createdAt, source, entity } = answer;
  return db
    .select({ release, features, values, createdAt })
    .from(answer)
    .where(and(eq(answer.model, model), isNull(entity), eq(source, 'model')))
    .orderBy(desc(createdAt))
    .limit(most);
}
