// Pushed bodies: accepted once per client and Idempotency-Key, later claimed by the run that loads them.
import { and, eq, inArray, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { push, run } from '../schema.ts';
import type { NewRun } from './runs.ts';

export type Push = typeof push.$inferSelect;

/** `conflict`: the same key came before with another body, or for another dataset. */
export type Acceptance =
  | { readonly outcome: 'accepted' | 'repeated'; readonly push: Push }
  | { readonly outcome: 'conflict' };

export async function acceptPush(db: Db, candidate: Omit<Push, 'run'>): Promise<Acceptance> {
  const { client, idempotencyKey, bodySha256, dataset } = candidate;
  const [accepted, [standing]] = await db.batch([
    db.insert(push).values(candidate).onConflictDoNothing().returning(),
    db
      .select()
      .from(push)
      .where(and(eq(push.client, client), eq(push.idempotencyKey, idempotencyKey))),
  ]);
  if (accepted[0]) return { outcome: 'accepted', push: accepted[0] };
  if (standing?.bodySha256 !== bodySha256 || standing.dataset !== dataset) return { outcome: 'conflict' };
  return { outcome: 'repeated', push: standing };
}

/** Those of these that no run has claimed, in the order in which they were accepted. */
export async function waitingPushes(db: Db, { ids }: { readonly ids: readonly string[] }): Promise<readonly Push[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(push)
    .where(and(inArray(push.id, [...ids]), isNull(push.run)))
    .orderBy(push.acceptedAt, push.id);
}

/**
 * Pushes of one dataset, in order, cut wherever another one was accepted in between. A run is as old as its newest push:
 * together with those before the other one it would pass for newer than that.
 */
export async function uninterrupted(
  { $client: client }: Db,
  dataset: string,
  pushes: readonly Push[],
): Promise<readonly (readonly Push[])[]> {
  const [first, last] = [pushes[0], pushes.at(-1)];
  if (!first || !last) return [];
  const rows = await client.query(
    `SELECT id, others FROM (
       SELECT id, id = ANY ($2::uuid[]) AS is_asked, count(*) FILTER (WHERE NOT id = ANY ($2::uuid[])) OVER (ORDER BY accepted_at, id) AS others
       FROM push WHERE dataset = $1 AND accepted_at >= to_timestamp($3::float8 / 1000) AND accepted_at <= to_timestamp($4::float8 / 1000)
     ) between_them WHERE is_asked`,
    [dataset, pushes.map(({ id }) => id), first.acceptedAt, last.acceptedAt],
  );
  const others = new Map(
    z
      .array(Between)
      .parse(rows)
      .map((row) => [row.id, row.others]),
  );
  return [...Map.groupBy(pushes, ({ id }) => others.get(id)).values()];
}

const Between = z.object({ id: z.string(), others: z.coerce.number() });

/** Accepted before `before`, and still without a run: their messages were lost. Oldest first. */
export async function strandedPushes(
  db: Db,
  { before, limit }: { readonly before: Instant; readonly limit: number },
): Promise<readonly Push[]> {
  return db
    .select()
    .from(push)
    .where(and(isNull(push.run), lt(push.acceptedAt, before)))
    .orderBy(push.acceptedAt, push.id)
    .limit(limit);
}

/** The run and its claim, together: on pushes that wait, or on those of the run it stands in for. False when the run was there already. */
export async function createPushRun(
  db: Db,
  { pushes, instead, ...order }: NewRun & { readonly pushes: readonly string[]; readonly instead?: string },
): Promise<boolean> {
  const [created] = await db.batch([
    db
      .insert(run)
      .values({ ...order, status: 'queued' })
      .onConflictDoNothing()
      .returning({ id: run.id }),
    db
      .update(push)
      .set({ run: order.id })
      .where(and(inArray(push.id, [...pushes]), instead ? eq(push.run, instead) : isNull(push.run))),
  ]);
  return created.length > 0;
}

/** What a run has to load, in the order in which it was accepted. */
export async function pushesOf(db: Db, runId: string): Promise<readonly Push[]> {
  return db.select().from(push).where(eq(push.run, runId)).orderBy(push.acceptedAt, push.id);
}
