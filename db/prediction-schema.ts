// What models said, how it was judged and what people think of it: predictions, answers on demand, scores, drift, feedback.
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant } from '../data/columns.ts';
import type { Correction } from '../models/correction.ts';
import type { ColumnDrift } from '../models/drift.ts';
import type { Season } from '../models/season.ts';
import { words } from './sql-words.ts';

export const PREDICTION_SOURCES = ['model', 'baseline'] as const;
export type PredictionSource = (typeof PREDICTION_SOURCES)[number];
/** As which of a model's releases it answered. */
export const PREDICTION_ROLES = ['live', 'canary', 'shadow'] as const;
export type PredictionRole = (typeof PREDICTION_ROLES)[number];
/** Whose rows are compared with where a release was made: what a role forecast, or what was asked on demand, whichever role answered. */
export const DRIFT_ROLES = [...PREDICTION_ROLES, 'asked'] as const;
export type DriftRole = (typeof DRIFT_ROLES)[number];
/** Who is scored: the roles of a model's releases, and what needs no model. */
export const CONTESTANTS = [...PREDICTION_ROLES, 'persistence', 'last_week', 'published'] as const;
export type Contestant = (typeof CONTESTANTS)[number];
export const VERDICTS = ['right', 'wrong'] as const;
export type FeedbackVerdict = (typeof VERDICTS)[number];

/** A stored answer: one row per model, entity, issue, validity and release. */
export const prediction = pgTable(
  'prediction',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    role: text('role').$type<PredictionRole>().notNull().default('live'),
    model: text('model').notNull(),
    entity: text('entity').notNull(),
    issuedAt: instant('issued_at').notNull(),
    validAt: instant('valid_at').notNull(),
    release: text('release').notNull(),
    onnxSha256: text('onnx_sha256').notNull(),
    featureSha256: text('feature_sha256').notNull(),
    source: text('source').$type<PredictionSource>().notNull(),
    reason: text('reason'),
    /** Float32, in the order the model declares; null when the baseline answered. */
    features: real('features').array(),
    /** Head name to value. */
    values: jsonb('values').$type<Readonly<Record<string, number>>>().notNull(),
    correction: jsonb('correction').$type<Correction>(),
    flagged: boolean('flagged'),
    simulated: boolean('simulated').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('prediction_flagged').on(t.validAt, t.id).where(sql`${t.flagged}`),
    unique('prediction_once').on(t.model, t.entity, t.issuedAt, t.validAt, t.release),
    index('prediction_valid').on(t.model, t.validAt),
    check('prediction_role', sql`${t.role} IN (${words(PREDICTION_ROLES)})`),
    check('prediction_source', sql`${t.source} IN (${words(PREDICTION_SOURCES)})`),
    check('prediction_says_why', sql`${t.source} = 'model' OR ${t.reason} IS NOT NULL`),
  ],
);

/** What was answered on demand, for thirty days. Of a record its feature row alone is kept: its input may be about a person. */
export const answer = pgTable(
  'answer',
  {
    /** Made where it was answered: a message of the queue that comes twice changes nothing. */
    id: uuid('id').primaryKey(),
    requestId: text('request_id').notNull(),
    /** Its place among the rows of the request, from 0. */
    row: integer('row').notNull(),
    model: text('model').notNull(),
    /** These three are the question to a series model; null for a record. */
    entity: text('entity'),
    issuedAt: instant('issued_at'),
    validAt: instant('valid_at'),
    release: text('release').notNull(),
    onnxSha256: text('onnx_sha256').notNull(),
    featureSha256: text('feature_sha256').notNull(),
    source: text('source').$type<PredictionSource>().notNull(),
    reason: text('reason'),
    /** As in `prediction`. */
    features: real('features').array(),
    values: jsonb('values').$type<Readonly<Record<string, number>>>().notNull(),
    correction: jsonb('correction').$type<Correction>(),
    simulated: boolean('simulated').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    // What retention ends.
    index('answer_created').on(t.createdAt),
    // What callers ask a record model lately.
    index('answer_of_records').on(t.model, t.createdAt).where(sql`${t.entity} IS NULL`),
    check('answer_source', sql`${t.source} IN (${words(PREDICTION_SOURCES)})`),
    check('answer_says_why', sql`${t.source} = 'model' OR ${t.reason} IS NOT NULL`),
    check(
      'answer_question_whole',
      sql`(${t.entity} IS NULL) = (${t.issuedAt} IS NULL) AND (${t.entity} IS NULL) = (${t.validAt} IS NULL)`,
    ),
  ],
);

/** What people say of a stored prediction, an anomaly or an answer: labels for whoever trains the next release. Kept for good, so of a record, which may be a person, no value. */
export const feedback = pgTable(
  'feedback',
  {
    id: uuid('id').primaryKey(),
    prediction: uuid('prediction_id').notNull(),
    /** What it was about, as it was said: answers on demand are forgotten, labels are not. The last three are null for a record. */
    model: text('model').notNull(),
    release: text('release').notNull(),
    entity: text('entity'),
    validAt: instant('valid_at'),
    values: jsonb('values').$type<Readonly<Record<string, number>>>(),
    verdict: text('verdict').$type<FeedbackVerdict>().notNull(),
    comment: text('comment'),
    client: text('client').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('feedback_prediction').on(t.prediction, t.createdAt),
    index('feedback_created').on(t.createdAt, t.id),
    check('feedback_keeps_no_record', sql`(${t.entity} IS NULL) = (${t.values} IS NULL)`),
    check('feedback_verdict', sql`${t.verdict} IN (${words(VERDICTS)})`),
  ],
);

/** Errors of one contestant over one hour of a Paris day, as sums: they add up to any period. Made anew when truth or forecasts change. */
export const score = pgTable(
  'score',
  {
    model: text('model').notNull(),
    contestant: text('contestant').$type<Contestant>().notNull(),
    /** Empty for who has none. */
    release: text('release').notNull(),
    /** Of a role of the model: who answered in it. Empty for others. */
    source: text('source').$type<PredictionSource | ''>().notNull(),
    entity: text('entity').notNull(),
    day: date('day').notNull(),
    hour: smallint('hour').notNull(),
    /** Steps of the model that it forecast and whose truth is known. */
    steps: integer('steps').notNull(),
    error: doublePrecision('error').notNull(),
    absoluteError: doublePrecision('absolute_error').notNull(),
    squaredError: doublePrecision('squared_error').notNull(),
    /** Of the steps whose truth is not 0. */
    relativeSteps: integer('relative_steps').notNull(),
    relativeError: doublePrecision('relative_error').notNull(),
    /** Of the steps with an interval of 80 %. */
    boundedSteps: integer('bounded_steps').notNull(),
    insideSteps: integer('inside_steps').notNull(),
    /** Over the quantiles that were said. */
    quantiles: integer('quantiles').notNull(),
    pinball: doublePrecision('pinball').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.model, t.day, t.entity, t.hour, t.contestant, t.release, t.source] }),
    check('score_contestant', sql`${t.contestant} IN (${words(CONTESTANTS)})`),
    check('score_hour', sql`${t.hour} BETWEEN 0 AND 23`),
    check('score_steps', sql`${t.steps} > 0 AND ${t.insideSteps} <= ${t.boundedSteps}`),
  ],
);

/** From what a day of a model was last scored: when that changes, it is scored again. */
export const scoredDay = pgTable(
  'scored_day',
  {
    model: text('model').notNull(),
    day: date('day').notNull(),
    fingerprint: text('fingerprint').notNull(),
    scoredAt: instant('scored_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.model, t.day] })],
);

/** How far the last days of a release were from where it was made, for thirteen months. */
export const drift = pgTable(
  'drift',
  {
    model: text('model').notNull(),
    release: text('release').notNull(),
    role: text('role').$type<DriftRole>().notNull(),
    /** How many days it looks back over, and the last of them in Paris. */
    days: smallint('days').notNull(),
    day: date('day').notNull(),
    /** Null for what was asked: that has none. */
    season: text('season').$type<Season>(),
    rows: integer('rows').notNull(),
    isAlert: boolean('is_alert').notNull(),
    /** The three worst, worst first. Empty, as the columns, where the rows were not enough. */
    worst: jsonb('worst').$type<readonly ColumnDrift[]>().notNull(),
    /** Every feature and output. */
    columns: jsonb('columns').$type<readonly ColumnDrift[]>().notNull(),
    comparedAt: instant('compared_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.model, t.release, t.role, t.days, t.day] }),
    // What retention ends.
    index('drift_day').on(t.day),
    check('drift_role', sql`${t.role} IN (${words(DRIFT_ROLES)})`),
    check('drift_season', sql`(${t.season} IS NULL) = (${t.role} = 'asked')`),
  ],
);
