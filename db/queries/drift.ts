// What releases have seen and said lately, and how far that was from where they were made. A comparison of a day replaces the one before of that day.
import { and, desc, eq, gte, lt, max, min, sql } from 'drizzle-orm';
import type { Instant, TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { drift, type PredictionRole, prediction } from '../prediction-schema.ts';

export type Drift = typeof drift.$inferSelect;

/** The newest step that a release has answered; null before the first. */
export async function newestAnswered(db: Db, model: string): Promise<Instant | null> {
  const [newest] = await db
    .select({ at: max(prediction.validAt) })
    .from(prediction)
    .where(and(eq(prediction.model, model), eq(prediction.source, 'model')));
  return newest?.at ?? null;
}

/** The oldest. */
export async function firstAnswered(db: Db, model: string): Promise<Instant | null> {
  const [first] = await db
    .select({ at: min(prediction.validAt) })
    .from(prediction)
    .where(and(eq(prediction.model, model), eq(prediction.source, 'model')));
  return first?.at ?? null;
}

/** When the first of the steps before some instant was answered: the model's own first hour, whatever is compared. */
export async function firstMade(db: Db, model: string, before: Instant): Promise<Instant | null> {
  const [first] = await db
    .select({ at: min(prediction.createdAt) })
    .from(prediction)
    .where(and(eq(prediction.model, model), eq(prediction.source, 'model'), lt(prediction.validAt, before)));
  return first?.at ?? null;
}

/** Which features any release of the model has had a value of in a window, by their place in the row, from 0. */
export async function featuresKnown({ $client: client }: Db, model: string, window: TimeWindow): Promise<Set<number>> {
  const rows = await client.query(
    `SELECT place FROM prediction, unnest(features) WITH ORDINALITY AS feature (value, place)
     WHERE model = $1 AND source = 'model' AND valid_at >= to_timestamp($2::float8 / 1000)
       AND valid_at < to_timestamp($3::float8 / 1000) AND value <> 'NaN'
     GROUP BY place`,
    [model, window.from, window.to],
  );
  return new Set(rows.map(({ place }) => Number(place) - 1));
}

export type Answering = Pick<Drift, 'release' | 'rows'> & {
  readonly role: PredictionRole;
  readonly daysAnswered: number;
  readonly madeUntil: Instant | null;
};

/** Which releases answered in a window, in how many rows, on how many days of Paris, and when last: a step that is forecast again is no further row. */
export async function answering(db: Db, model: string, window: TimeWindow): Promise<Answering[]> {
  const { role, release, entity, validAt, createdAt } = prediction;
  return db
    .select({
      role,
      release,
      madeUntil: max(createdAt),
      rows: sql<number>`count(DISTINCT (${entity}, ${validAt}))::integer`,
      daysAnswered: sql<number>`count(DISTINCT (${validAt} AT TIME ZONE 'Europe/Paris')::date)::integer`,
    })
    .from(prediction)
    .where(answeredIn(model, window))
    .groupBy(role, release);
}

export type SeenAndSaid = Pick<typeof prediction.$inferSelect, 'features' | 'values' | 'validAt' | 'createdAt'>;

/** Of a step that was spoken of twice, since an input came late, its last word. */
export async function seenAndSaid(
  db: Db,
  model: string,
  { role, release, ...window }: TimeWindow & Pick<Answering, 'role' | 'release'>,
): Promise<SeenAndSaid[]> {
  const { features, values, entity, validAt, issuedAt, createdAt } = prediction;
  return db
    .selectDistinctOn([entity, validAt], { features, values, validAt, createdAt })
    .from(prediction)
    .where(and(answeredIn(model, window), eq(prediction.role, role), eq(prediction.release, release)))
    .orderBy(entity, validAt, desc(issuedAt));
}

const answeredIn = (model: string, { from, to }: TimeWindow) =>
  and(
    eq(prediction.model, model),
    eq(prediction.source, 'model'),
    gte(prediction.validAt, from),
    lt(prediction.validAt, to),
  );

export async function saveDrift(db: Db, compared: Drift): Promise<void> {
  const { season, rows, isAlert, worst, columns, comparedAt } = compared;
  await db
    .insert(drift)
    .values(compared)
    .onConflictDoUpdate({
      target: [drift.model, drift.release, drift.role, drift.days, drift.day],
      set: { season, rows, isAlert, worst, columns, comparedAt },
    });
}

/** How many were forgotten: at most so many at once, since a statement has its time. */
export async function forgetDrift(
  { $client: client }: Db,
  { before, most }: { readonly before: string; readonly most: number },
): Promise<number> {
  const gone = await client`
    DELETE FROM drift WHERE ctid IN (SELECT ctid FROM drift WHERE day < ${before}::date ORDER BY day LIMIT ${most})
    RETURNING 1`;
  return gone.length;
}

/** Newest day first, of every release. */
export async function driftHistory(
  db: Db,
  model: string,
  limit: number,
): Promise<readonly Omit<Drift, 'model' | 'columns'>[]> {
  const { role, release, days, day, season, rows, isAlert, worst, comparedAt } = drift;
  return db
    .select({ role, release, days, day, season, rows, isAlert, worst, comparedAt })
    .from(drift)
    .where(eq(drift.model, model))
    .orderBy(desc(drift.day), drift.role, drift.release, drift.days)
    .limit(limit);
}

/** The newest comparison of each release that was compared on the model's newest day. */
export async function latestDrift(db: Db, model: string): Promise<readonly Drift[]> {
  const newest = db
    .select({ day: max(drift.day) })
    .from(drift)
    .where(eq(drift.model, model));
  return db
    .select()
    .from(drift)
    .where(and(eq(drift.model, model), eq(drift.day, newest)))
    .orderBy(drift.role, drift.release, drift.days);
}
