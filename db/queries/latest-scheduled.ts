// What became of the newest scheduled run of each feed that has ended. Never writes.
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { run } from '../schema.ts';
import type { Run } from './runs.ts';

export type Ended = Pick<Run, 'dataset' | 'feed' | 'status'>;

export async function latestScheduled(db: Db): Promise<readonly Ended[]> {
  const { dataset, feed, status } = run;
  return db
    .selectDistinctOn([dataset, feed], { dataset, feed, status })
    .from(run)
    .where(and(eq(run.trigger, 'cron'), inArray(run.status, ['succeeded', 'failed'])))
    .orderBy(dataset, feed, desc(run.createdAt), desc(run.id));
}
