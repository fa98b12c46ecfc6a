// Which published forecasts a release has not made yet: what it still has to say beside them. Reads, never stores.
import { and, asc, eq, gte, min, notExists, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { prediction } from '../prediction-schema.ts';

export interface PublishedIssue {
  readonly issuedAt: Instant;
  readonly validAt: readonly Instant[];
  /** When the first of it was computed: what came to us later, live had not seen. */
  readonly createdAt: Instant;
}

export interface IssuesAsked {
  readonly model: string;
  readonly release: string;
  readonly from: Instant;
  readonly limit: number;
  /** These issues are none of them. */
  readonly except?: readonly Instant[];
}

/** Oldest first. An issue that the release itself made, as whatever, is none of them. */
export async function issuesWithout(
  db: Db,
  { model, release, from, limit, except = [] }: IssuesAsked,
): Promise<PublishedIssue[]> {
  const own = alias(prediction, 'own');
  const made = db
    .select({ one: sql`1` })
    .from(own)
    .where(and(eq(own.model, model), eq(own.issuedAt, prediction.issuedAt), eq(own.release, release)));
  const published = and(eq(prediction.model, model), eq(prediction.role, 'live'), gte(prediction.issuedAt, from));
  const issues = await db
    .select({ issuedAt: prediction.issuedAt, createdAt: min(prediction.createdAt) })
    .from(prediction)
    .where(and(published, notInArray(prediction.issuedAt, [...except]), notExists(made)))
    .groupBy(prediction.issuedAt)
    .orderBy(asc(prediction.issuedAt))
    .limit(limit);
  return Promise.all(
    issues.map(async ({ issuedAt, createdAt }) => {
      const steps = await db
        .selectDistinct({ validAt: prediction.validAt })
        .from(prediction)
        .where(and(published, eq(prediction.issuedAt, issuedAt)))
        .orderBy(asc(prediction.validAt));
      return { issuedAt, validAt: steps.map(({ validAt }) => validAt), createdAt: createdAt ?? issuedAt };
    }),
  );
}
