// Runs: created once, moved forward step by step, finished once. Every function may be repeated without harm.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type RunProgress, type RunStatus, run } from '../schema.ts';
import { storable, storableJson } from './storable.ts';

export type Run = typeof run.$inferSelect;
export type NewRun = Pick<Run, 'id' | 'dataset' | 'feed' | 'trigger' | 'requestId' | 'from' | 'to' | 'createdAt'> &
  Partial<Pick<Run, 'dry'>>;
export type RunCounts = Pick<Run, 'extracted' | 'inserted' | 'updated' | 'unchanged' | 'outranked' | 'rejected'>;

const OPEN = ['queued', 'running'] as const satisfies readonly RunStatus[];

/** False when it was there already. */
export async function createRun(db: Db, order: NewRun): Promise<boolean> {
  const created = await db
    .insert(run)
    .values({ ...order, status: 'queued' })
    .onConflictDoNothing()
    .returning({ id: run.id });
  return created.length > 0;
}

/** All of them or none; those that were there already stay. The ids of the new ones. */
export async function createRuns(db: Db, orders: readonly NewRun[]): Promise<ReadonlySet<string>> {
  if (orders.length === 0) return new Set();
  const created = await db
    .insert(run)
    .values(orders.map((order) => ({ ...order, status: 'queued' as const })))
    .onConflictDoNothing()
    .returning({ id: run.id });
  return new Set(created.map(({ id }) => id));
}

export async function findRun(db: Db, id: string): Promise<Run | null> {
  const [found] = await db.select().from(run).where(eq(run.id, id));
  return found ?? null;
}

/** Queued or running, oldest first. */
export async function openRuns(db: Db): Promise<readonly Run[]> {
  return db.select().from(run).where(inArray(run.status, OPEN)).orderBy(run.createdAt, run.id);
}

/** The first step starts the run. A run that has ended stays ended. */
export async function stepRun(db: Db, id: string, step: string, at: Instant): Promise<void> {
  await db
    .update(run)
    .set({
      step,
      progress: null,
      status: 'running',
      startedAt: sql`coalesce(${run.startedAt}, to_timestamp(${at}::float8 / 1000))`,
    })
    .where(and(eq(run.id, id), inArray(run.status, OPEN)));
}

/** Of the step it is in. */
export async function noteProgress(db: Db, id: string, progress: RunProgress): Promise<void> {
  await db
    .update(run)
    .set({ progress })
    .where(and(eq(run.id, id), inArray(run.status, OPEN)));
}

/** False when it had ended before, or never was: the first end counts. */
export async function finishRun(
  db: Db,
  id: string,
  {
    status,
    reason,
    counts,
    report,
    finishedAt,
  }: {
    readonly status: 'succeeded' | 'failed';
    readonly reason?: string;
    readonly counts: RunCounts;
    readonly report: unknown;
    readonly finishedAt: Instant;
  },
): Promise<boolean> {
  const ended = await db
    .update(run)
    .set({
      ...counts,
      status,
      step: null,
      progress: null,
      reason: reason === undefined ? null : storable(reason),
      report: storableJson(report),
      finishedAt,
    })
    .where(and(eq(run.id, id), inArray(run.status, OPEN)))
    .returning({ id: run.id });
  return ended.length > 0;
}
