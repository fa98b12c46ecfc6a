// What the mesh remembers about its own work: runs, raw objects, rejects, revisions, pushes, clients. Facts live in data/<dataset>/table.ts, what models said in prediction-schema.ts.
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, quality } from '../data/columns.ts';
import { words } from './sql-words.ts';

export { quality } from '../data/columns.ts';

export const RUN_STATUSES = ['queued', 'running', 'succeeded', 'failed'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];
export const RUN_TRIGGERS = ['cron', 'request', 'push', 'upload', 'replay'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];
export const SCOPES = ['read', 'predict', 'ingest', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether a dataset holds measured or simulated facts: decided by its first load, and never mixed after. */
export const datasetOrigin = pgTable(
  'dataset_origin',
  {
    dataset: text('dataset').primaryKey(),
    simulated: boolean('simulated').notNull(),
  },
  (t) => [unique('dataset_origin_simulated').on(t.dataset, t.simulated)],
);

export interface RunProgress {
  readonly unit: 'bytes' | 'rows' | 'objects';
  readonly done: number;
  readonly total: number;
}

/** One execution of ingestion for one dataset and window. */
export const run = pgTable(
  'run',
  {
    /** Also the id of its Workflow instance; made from the slot for scheduled runs, so that a tick may repeat. */
    id: text('id').primaryKey(),
    dataset: text('dataset').notNull(),
    feed: text('feed').notNull(),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    requestId: text('request_id').notNull(),
    from: instant('window_from').notNull(),
    to: instant('window_to').notNull(),
    /** Says what would change, and changes nothing. */
    dry: boolean('is_dry').notNull().default(false),
    status: text('status').$type<RunStatus>().notNull(),
    /** The step it is in, for whoever watches. */
    step: text('step'),
    /** How much of that step is done. Null when nobody can say. */
    progress: jsonb('progress').$type<RunProgress>(),
    /** Why it failed, in a sentence. */
    reason: text('reason'),
    extracted: integer('rows_extracted').notNull().default(0),
    inserted: integer('rows_inserted').notNull().default(0),
    updated: integer('rows_updated').notNull().default(0),
    unchanged: integer('rows_unchanged').notNull().default(0),
    outranked: integer('rows_outranked').notNull().default(0),
    rejected: integer('rows_rejected').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    /** The quality report: what came, what is missing, which source answered. */
    report: jsonb('report'),
  },
  (t) => [
    index('run_dataset_created').on(t.dataset, t.createdAt),
    // The newest of a feed, also of one that runs once a year.
    index('run_feed_created').on(t.dataset, t.feed, t.createdAt),
    // Two at once would build in one place.
    uniqueIndex('run_one_replay')
      .on(t.dataset)
      .where(sql`${t.trigger} = 'replay' AND ${t.status} IN ('queued', 'running')`),
    // How far a feed has come is asked by every tick, of years of runs.
    index('run_covered').on(t.dataset, t.feed, t.to).where(sql`${t.trigger} = 'cron' AND ${t.status} = 'succeeded'`),
    index('run_open').on(t.status).where(sql`${t.status} IN ('queued', 'running')`),
    check('run_status', sql`${t.status} IN (${words(RUN_STATUSES)})`),
    check('run_trigger', sql`${t.trigger} IN (${words(RUN_TRIGGERS)})`),
    check('run_window', sql`${t.from} < ${t.to}`),
    check('run_failed_says_why', sql`${t.status} <> 'failed' OR ${t.reason} IS NOT NULL`),
  ],
);

/** Bytes as a source gave them, immutable in the lake. Every fact points at the object it came from. */
export const rawObject = pgTable(
  'raw_object',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    run: text('run_id')
      .notNull()
      .references(() => run.id),
    dataset: text('dataset').notNull(),
    feed: text('feed').notNull(),
    source: text('source').notNull(),
    lakeKey: text('lake_key').notNull().unique(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** When we asked. What happened to us, not a rule of the world. */
    fetchedAt: instant('fetched_at').notNull(),
    simulated: boolean('simulated').notNull(),
  },
  (t) => [
    // Postgres itself refuses a simulated object for a dataset of measured facts, whoever writes.
    foreignKey({
      name: 'raw_object_origin',
      columns: [t.dataset, t.simulated],
      foreignColumns: [datasetOrigin.dataset, datasetOrigin.simulated],
    }),
    index('raw_object_run').on(t.run),
    index('raw_object_dataset_fetched').on(t.dataset, t.fetchedAt),
    check('raw_object_sha256', sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** What became of one chunk of a raw object, written in the transaction of its rows: a load that is repeated counts once. */
export const loadReceipt = pgTable(
  'load_receipt',
  {
    raw: integer('raw_id')
      .notNull()
      .references(() => rawObject.id),
    chunk: integer('chunk').notNull(),
    inserted: integer('rows_inserted').notNull(),
    updated: integer('rows_updated').notNull(),
    unchanged: integer('rows_unchanged').notNull(),
    outranked: integer('rows_outranked').notNull(),
    /** The instants its rows speak of: a source may say more than it was asked. Null where rows have no time. */
    firstAt: instant('first_at'),
    lastAt: instant('last_at'),
  },
  (t) => [primaryKey({ columns: [t.raw, t.chunk] })],
);

/** A row that we could not accept. */
export const reject = pgTable(
  'reject',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    run: text('run_id')
      .notNull()
      .references(() => run.id),
    raw: integer('raw_id')
      .notNull()
      .references(() => rawObject.id),
    where: text('place').notNull(),
    reason: text('reason').notNull(),
    fragment: text('fragment').notNull(),
  },
  (t) => [unique('reject_once').on(t.raw, t.where, t.reason)],
);

/** The values a part of a row had before they were corrected. */
export const revision = pgTable(
  'revision',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    dataset: text('dataset').notNull(),
    /** Values of the key columns, in order, as text. */
    key: text('key').array().notNull(),
    /** The time column again: revisions are read by window. */
    at: instant('at').notNull(),
    part: text('part').notNull(),
    values: jsonb('values').notNull(),
    quality: quality('quality').notNull(),
    knownAt: instant('known_at').notNull(),
    supersededAt: instant('superseded_at').notNull(),
    raw: integer('raw_id')
      .notNull()
      .references(() => rawObject.id),
  },
  (t) => [index('revision_key').on(t.dataset, t.key, t.part), index('revision_dataset_at').on(t.dataset, t.at)],
);

/** A pushed body that was accepted: the same key and body are accepted once. */
export const push = pgTable(
  'push',
  {
    id: uuid('id').primaryKey(),
    client: text('client').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    dataset: text('dataset').notNull(),
    bodySha256: text('body_sha256').notNull(),
    rows: integer('rows').notNull(),
    lakeKey: text('lake_key').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
    run: text('run_id').references(() => run.id),
  },
  (t) => [
    unique('push_once').on(t.client, t.idempotencyKey),
    index('push_run').on(t.run),
    // What came between two of a dataset.
    index('push_dataset_accepted').on(t.dataset, t.acceptedAt),
    // Asked by every tick: nearly all have a run.
    index('push_waiting').on(t.acceptedAt).where(sql`${t.run} IS NULL`),
  ],
);

/** A file that somebody sends by hand, whole or in parts: the same key and bytes are accepted once, and again after a failure. */
export const upload = pgTable(
  'upload',
  {
    id: uuid('id').primaryKey(),
    client: text('client').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    dataset: text('dataset').notNull(),
    /** From 1: one more than those under this key whose run failed, or was dry. */
    attempt: integer('attempt').notNull(),
    mediaType: text('media_type').notNull(),
    /** What its rows claim. Null where the format of the file says it. */
    quality: quality('quality'),
    /** Says what would change, and changes nothing. */
    dry: boolean('is_dry').notNull(),
    startedAt: instant('started_at').notNull(),
    /** Null while parts are still being sent. */
    acceptedAt: instant('accepted_at'),
    run: text('run_id').references(() => run.id),
  },
  (t) => [
    unique('upload_once').on(t.client, t.dataset, t.idempotencyKey, t.attempt),
    index('upload_run').on(t.run),
    check('upload_accepted_has_run', sql`(${t.acceptedAt} IS NULL) = (${t.run} IS NULL)`),
  ],
);

/** Of a file that is sent in pieces; a file that is sent whole has one. The bytes lie in the inbox of the lake. */
export const uploadPart = pgTable(
  'upload_part',
  {
    upload: uuid('upload_id')
      .notNull()
      .references(() => upload.id),
    number: integer('number').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    sha256: text('sha256').notNull(),
    lakeKey: text('lake_key').notNull(),
  },
  (t) => [primaryKey({ columns: [t.upload, t.number] })],
);

/** Who may call. The secret is shown once, at creation; only its hash is kept. */
export const client = pgTable(
  'client',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    secretSha256: text('secret_sha256').notNull(),
    scopes: text('scopes').array().$type<Scope[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [
    check('client_secret_sha256', sql`${t.secretSha256} ~ '^[0-9a-f]{64}$'`),
    check('client_scopes', sql`${t.scopes} <@ ARRAY[${words(SCOPES)}]`),
  ],
);
