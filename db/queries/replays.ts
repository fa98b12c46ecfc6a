// A replay: the raw objects that a window was made of, and the tables beside the facts in which it is made again.
import { getTableName } from 'drizzle-orm';
import { z } from 'zod';
import type { DatasetDefinition } from '../../data/dataset.ts';
import type { TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { settleFunction } from '../replay.ts';
import { quoted, sqlTableOf, toMilliseconds } from './dataset-table.ts';

const ReplayedObject = z.object({
  id: z.int(),
  run: z.string(),
  feed: z.string(),
  source: z.string(),
  lakeKey: z.string(),
  bytes: z.number(),
  fetchedAt: z.number(),
  /** Some of its rows were loaded, of whatever time. */
  wasLoaded: z.boolean(),
  /** Some of them lie in the window, or have no time. */
  isHere: z.boolean(),
  /** Of those: a chunk of rows that begins or ends elsewhere counts as a whole. Null where there are none, and where rows have no time. */
  firstAt: z.number().nullable(),
  lastAt: z.number().nullable(),
});
export type ReplayedObject = z.infer<typeof ReplayedObject>;

/**
 * A page of those that were recorded after `after` and not after `upTo` (ids), in the order in which they were fetched: those of which
 * a row lies in the window, and those that may have more for it today than when they came, because a parser was mended. Of an
 * answer the window of its run tells; what somebody sent (`sentFeeds`) was asked for by no window, so that all counts of which a
 * row was refused or none was taken. `since` is the id of the last one of the page before; 0 for the first page.
 */
export async function objectsOfWindow(
  { $client: client }: Db,
  { id, timeColumn }: DatasetDefinition,
  {
    window: { from, to },
    after,
    upTo,
    since,
    most,
    sentFeeds,
  }: {
    readonly window: TimeWindow;
    readonly after: number;
    readonly upTo: number;
    readonly since: number;
    readonly most: number;
    readonly sentFeeds: readonly string[];
  },
): Promise<readonly ReplayedObject[]> {
  const [lower, upper] = ['to_timestamp($5::float8 / 1000)', 'to_timestamp($6::float8 / 1000)'];
  const rows = await client.query(
    `SELECT o.id, o.run_id AS run, o.feed, o.source, o.lake_key AS "lakeKey", o.bytes::float8 AS bytes,
       ${toMilliseconds('o.fetched_at')} AS "fetchedAt",
       l.was_loaded AS "wasLoaded", l.is_here AS "isHere",
       ${toMilliseconds('l.first_at')} AS "firstAt", ${toMilliseconds('l.last_at')} AS "lastAt"
     FROM raw_object o JOIN run r ON r.id = o.run_id CROSS JOIN LATERAL (
       SELECT count(*) > 0 AS was_loaded, count(*) FILTER (WHERE is_here) > 0 AS is_here,
         min(first_at) FILTER (WHERE is_here) AS first_at, max(last_at) FILTER (WHERE is_here) AS last_at
       FROM (
         SELECT first_at, last_at, first_at IS NULL OR (first_at < ${upper} AND last_at >= ${lower}) AS is_here
         FROM load_receipt WHERE raw_id = o.id) receipt) l
     WHERE o.dataset = $1 AND o.id > $2 AND o.id <= $7
       AND (o.fetched_at, o.id) > (coalesce((SELECT fetched_at FROM raw_object WHERE id = $8), '-infinity'), $8)
       AND ($3::boolean OR l.is_here
       OR CASE WHEN o.feed = ANY ($4::text[])
         THEN NOT l.was_loaded OR EXISTS (SELECT FROM reject j WHERE j.raw_id = o.id)
         ELSE r.window_from < ${upper} AND r.window_to > ${lower} END)
     ORDER BY o.fetched_at, o.id LIMIT $9`,
    [id, after, timeColumn === undefined, sentFeeds, from, to, upTo, since, most],
  );
  return z.array(ReplayedObject).parse(rows);
}

/** The last raw object that was recorded for a dataset; 0 when there is none. No lower id is still to come: they are recorded one after the other. */
export async function newestObject({ $client: client }: Db, dataset: string): Promise<number> {
  const [row] = await client.query('SELECT coalesce(max(id), 0) AS newest FROM raw_object WHERE dataset = $1', [
    dataset,
  ]);
  return z.int().parse(row?.['newest']);
}

/**
 * Nothing is built, and this run is who builds. Of what another one has left nothing stays: TRUNCATE waits for a statement that a
 * killed Worker has left behind, and leaves nothing on the disk.
 */
export async function beginBuilding(
  { $client: client }: Db,
  definition: DatasetDefinition,
  run: string,
): Promise<void> {
  await client.transaction([
    client.query(`TRUNCATE replay.${quoted(getTableName(definition.table))}`),
    client.query('DELETE FROM replay.revision WHERE dataset = $1', [definition.id]),
    client.query(
      'INSERT INTO replay.build (dataset, run) VALUES ($1, $2) ON CONFLICT (dataset) DO UPDATE SET run = excluded.run',
      [definition.id, run],
    ),
  ]);
}

/** Nobody builds, and nothing of what was built is left, however much of it there was. */
export async function endBuilding({ $client: client }: Db, definition: DatasetDefinition): Promise<void> {
  await client.transaction([
    client.query(`TRUNCATE replay.${quoted(getTableName(definition.table))}`),
    client.query('DELETE FROM replay.revision WHERE dataset = $1', [definition.id]),
    client.query('DELETE FROM replay.build WHERE dataset = $1', [definition.id]),
  ]);
}

const DayCount = z.object({
  /** Its first instant, in UTC. */
  day: z.number(),
  /** As they stand, as they were built, and their earlier versions. */
  rows: z.int(),
});
export type DayCount = z.infer<typeof DayCount>;

/** The days of a window that hold something, in order. For datasets with a time column. */
export async function rowsByDay(
  { $client: client }: Db,
  definition: DatasetDefinition,
  { from, to }: TimeWindow,
): Promise<readonly DayCount[]> {
  const { sql, time } = sqlTableOf(definition);
  const within = (at: string) => `${at} >= to_timestamp($2::float8 / 1000) AND ${at} < to_timestamp($3::float8 / 1000)`;
  const instants = ['public', 'replay'].flatMap((schema) => [
    `SELECT ${time?.sql} AS at FROM ${schema}.${sql} WHERE ${within(`${time?.sql}`)}`,
    `SELECT at FROM ${schema}.revision WHERE dataset = $1 AND ${within('at')}`,
  ]);
  const rows = await client.query(
    `SELECT floor(extract(epoch FROM at) / 86400)::float8 * 86400000 AS day, count(*)::integer AS rows
     FROM (${instants.join(' UNION ALL ')}) instant GROUP BY 1 ORDER BY 1`,
    [definition.id, from, to],
  );
  return z.array(DayCount).parse(rows);
}

const Settled = z.object({
  /**
   * Why nothing was changed: raw objects came meanwhile (behind); another one builds by now, or nobody (gone); nothing was built where
   * rows stand and raw objects were loaded (empty).
   */
  refusal: z.enum(['behind', 'gone', 'empty']).nullable(),
  // Null where nobody counted.
  inserted: z.int().nullable(),
  updated: z.int().nullable(),
  restamped: z.int().nullable(),
  removed: z.int().nullable(),
  unchanged: z.int().nullable(),
  revisions: z.int().nullable(),
});

export interface Settlement {
  readonly inserted: number;
  readonly updated: number;
  /** Of the updated: those with the values and the quality that they had. */
  readonly restamped: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Versions that were there and should not have been, or the other way round. */
  readonly revisions: number;
}

/** Makes the window what was built, in one transaction. Dry: only says what it would change, whatever came meanwhile. */
export async function settle(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    run,
    window: { from, to },
    newest,
    dry,
  }: { readonly run: string; readonly window: TimeWindow; readonly newest: number; readonly dry: boolean },
): Promise<Settlement & { readonly refusal: 'behind' | 'gone' | 'empty' | null }> {
  const [row] = await client.query(
    `SELECT * FROM ${settleFunction(definition)}($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4, $5)`,
    [run, from, to, newest, dry],
  );
  const { refusal, inserted, updated, restamped, removed, unchanged, revisions } = Settled.parse(row);
  return {
    refusal,
    inserted: inserted ?? 0,
    updated: updated ?? 0,
    restamped: restamped ?? 0,
    removed: removed ?? 0,
    unchanged: unchanged ?? 0,
    revisions: revisions ?? 0,
  };
}
