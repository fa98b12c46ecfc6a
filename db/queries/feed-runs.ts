// How far the runs of each feed have come, for whoever watches. Never written here.
import { and, eq, min, sql } from 'drizzle-orm';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { run } from '../schema.ts';

export interface FeedRuns {
  readonly feed: string;
  /** When it was first asked for. */
  readonly since: Instant;
  /** Up to when it has succeeded: the end of a window, or of the run where the window reaches beyond it. Null before the first success. */
  readonly succeededUntil: Instant | null;
}

/** Whoever asked: a window of long ago says nothing of today. */
export async function feedRuns(db: Db, dataset: string): Promise<readonly FeedRuns[]> {
  const until = sql`least(${run.to}, ${run.finishedAt})`;
  const feeds = await db
    .select({
      feed: run.feed,
      since: min(run.createdAt),
      succeededUntil: sql<Instant | null>`max(${until}) FILTER (WHERE ${run.status} = 'succeeded')`.mapWith(run.to),
    })
    .from(run)
    .where(and(eq(run.dataset, dataset), eq(run.dry, false)))
    .groupBy(run.feed);
  return feeds.flatMap(({ since, ...feed }) => (since === null ? [] : [{ ...feed, since }]));
}
