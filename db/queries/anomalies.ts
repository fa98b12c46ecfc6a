// What detectors judged: which steps they have judged already, and those that it calls anomalies, newest first, with what people say of them.
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { prediction } from '../prediction-schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';
import { type Feedback, feedbackOn } from './feedback.ts';

export interface JudgedStep {
  readonly entity: string;
  readonly validAt: Instant;
}

export async function judgedSteps(
  db: Db,
  { model, window }: { readonly model: string; readonly window: TimeWindow },
): Promise<JudgedStep[]> {
  const { entity, validAt } = prediction;
  return db
    .select({ entity, validAt })
    .from(prediction)
    .where(and(eq(prediction.model, model), gte(validAt, window.from), lt(validAt, window.to)));
}

export type Judgement = Pick<
  typeof prediction.$inferSelect,
  'id' | 'model' | 'release' | 'entity' | 'validAt' | 'issuedAt' | 'values' | 'flagged' | 'simulated'
> & { readonly feedback: readonly Feedback[] };

export interface AnomalyQuestion {
  readonly models: readonly string[];
  readonly entity?: string | undefined;
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Every judged step, not only those that were flagged. */
  readonly all: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}
export interface AnomalyPage {
  readonly judgements: readonly Judgement[];
  readonly next: string | null;
}
const Cursor = z.tuple([z.int(), z.uuid()]);

export async function listAnomalies(db: Db, asked: AnomalyQuestion): Promise<AnomalyPage | MalformedCursor> {
  const { models, entity, from, to, all, limit, cursor } = asked;
  const after = cursor === undefined ? undefined : readCursor(cursor, Cursor);
  if (after === null) return MALFORMED_CURSOR;
  const { id, model, release, validAt, issuedAt, values, flagged, simulated } = prediction;
  const conditions: (SQL | undefined)[] = [
    inArray(model, [...models]),
    // The very words of the partial index.
    all ? sql`${flagged} IS NOT NULL` : sql`${flagged}`,
    entity === undefined ? undefined : eq(prediction.entity, entity),
    from === undefined ? undefined : gte(validAt, from),
    to === undefined ? undefined : lt(validAt, to),
    after && sql`(${validAt}, ${id}) < (to_timestamp(${after[0]}::float8 / 1000), ${after[1]}::uuid)`,
  ];
  const found = await db
    .select({ id, model, release, entity: prediction.entity, validAt, issuedAt, values, flagged, simulated })
    .from(prediction)
    .where(and(...conditions))
    .orderBy(desc(validAt), desc(id))
    .limit(limit + 1);
  const page = found.slice(0, limit);
  const said = Map.groupBy(
    await feedbackOn(
      db,
      page.map((one) => one.id),
    ),
    (one) => one.prediction,
  );
  const last = page.at(-1);
  return {
    judgements: page.map((one) => ({ ...one, feedback: said.get(one.id) ?? [] })),
    next: found.length > limit && last ? writeCursor([last.validAt, last.id]) : null,
  };
}
