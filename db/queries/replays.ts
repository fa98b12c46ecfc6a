// A replay: the raw objects that a window was made of, and the tables beside the facts in which it is made again.
import { getTableName } from 'drizzle-orm';
import { z } from 'zod';
import type { DatasetDefinition } from '../../data/dataset.ts';
import type { TimeWindow } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { settleFunction } from '../replay.ts';
import { quoted, toMilliseconds } from './dataset-table.ts';

const ReplayedObject = z.object({
  id: z.int(),
  run: z.string(),
  feed: z.string(),
  source: z.string(),
  lakeKey: z.string(),
  fetchedAt: z.number(),
  bytes: z.coerce.number(),
  /** Some of its rows were loaded. */
  wasLoaded: z.boolean(),
});
export type ReplayedObject = z.infer<typeof ReplayedObject>;

/**
 * Recorded after `after`, in the order in which they were fetched: those whose run asked for some of the window, those
 * of which a row lies in it, and all that nobody asked for.
 */
export async function objectsOfWindow(
  { $client: client }: Db,
  { id, feeds, timeColumn }: DatasetDefinition,
  { window: { from, to }, after }: { readonly window: TimeWindow; readonly after: number },
): Promise<readonly ReplayedObject[]> {
  const rows = await client.query(
    `SELECT o.id, o.run_id AS run, o.feed, o.source, o.lake_key AS "lakeKey", o.bytes, ${toMilliseconds('o.fetched_at')} AS "fetchedAt",
       EXISTS (SELECT FROM load_receipt l WHERE l.raw_id = o.id) AS "wasLoaded"
     FROM raw_object o JOIN run r ON r.id = o.run_id
     WHERE o.dataset = $1 AND o.id > $2 AND (
       $3::boolean OR o.feed <> ALL ($4::text[])
       OR (r.window_from < to_timestamp($6::float8 / 1000) AND r.window_to > to_timestamp($5::float8 / 1000))
       OR EXISTS (SELECT FROM load_receipt l WHERE l.raw_id = o.id AND (l.first_at IS NULL
         OR (l.first_at < to_timestamp($6::float8 / 1000) AND l.last_at >= to_timestamp($5::float8 / 1000)))))
     ORDER BY o.fetched_at, o.id`,
    [id, after, timeColumn === undefined, feeds.map((feed) => feed.id), from, to],
  );
  return z.array(ReplayedObject).parse(rows);
}

/** The last raw object that was recorded for a dataset; 0 when there is none. */
export async function newestObject({ $client: client }: Db, dataset: string): Promise<number> {
  const [row] = await client.query('SELECT coalesce(max(id), 0) AS newest FROM raw_object WHERE dataset = $1', [
    dataset,
  ]);
  return z.int().parse(row?.['newest']);
}

/** Nothing is built, and this run is who builds. Of what another one has left nothing stays. */
export async function beginBuilding(
  { $client: client }: Db,
  definition: DatasetDefinition,
  run: string,
): Promise<void> {
  await client.transaction([
    client.query(`DELETE FROM replay.${quoted(getTableName(definition.table))}`),
    client.query('DELETE FROM replay.revision WHERE dataset = $1', [definition.id]),
    client.query(
      'INSERT INTO replay.build (dataset, run) VALUES ($1, $2) ON CONFLICT (dataset) DO UPDATE SET run = excluded.run',
      [definition.id, run],
    ),
  ]);
}

export async function endBuilding({ $client: client }: Db, definition: DatasetDefinition, run: string): Promise<void> {
  await client.transaction([
    client.query(`DELETE FROM replay.${quoted(getTableName(definition.table))}`),
    client.query('DELETE FROM replay.revision WHERE dataset = $1', [definition.id]),
    client.query('DELETE FROM replay.build WHERE dataset = $1 AND run = $2', [definition.id, run]),
  ]);
}

const Settled = z.object({
  /** Raw objects that came meanwhile: with any of them nothing was changed. */
  unread: z.int(),
  inserted: z.int().nullable(),
  updated: z.int().nullable(),
  removed: z.int().nullable(),
  unchanged: z.int().nullable(),
  revisions: z.int().nullable(),
});

export interface Settlement {
  readonly unread: number;
  readonly inserted: number;
  readonly updated: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Versions that were there and should not have been, or the other way round. */
  readonly revisions: number;
}

/** Makes the window what was built, in one transaction. Dry: only says what it would change. */
export async function settle(
  { $client: client }: Db,
  definition: DatasetDefinition,
  {
    run,
    window: { from, to },
    newest,
    dry,
  }: { readonly run: string; readonly window: TimeWindow; readonly newest: number; readonly dry: boolean },
): Promise<Settlement> {
  const [row] = await client.query(
    `SELECT * FROM ${settleFunction(definition)}($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4, $5)`,
    [run, from, to, newest, dry],
  );
  const { unread, inserted, updated, removed, unchanged, revisions } = Settled.parse(row);
  return {
    unread,
    // Null where the window was left alone.
    inserted: inserted ?? 0,
    updated: updated ?? 0,
    removed: removed ?? 0,
    unchanged: unchanged ?? 0,
    revisions: revisions ?? 0,
  };
}
