// Runs page by page, newest first: themselves without their reports, which are long, or the reports alone. Never writes one.
import { and, desc, eq, getTableColumns, isNotNull, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../client.ts';
import { type RunStatus, run } from '../schema.ts';
import { MALFORMED_CURSOR, type MalformedCursor, readCursor, writeCursor } from './cursor.ts';
import type { Run } from './runs.ts';

interface Place {
  readonly cursor?: string | undefined;
  readonly limit: number;
}
const RunCursor = z.tuple([z.int(), z.string()]);
const { report: _, ...WITHOUT_REPORT } = getTableColumns(run);

export type ListedRun = Omit<Run, 'report'>;
export interface RunPage {
  readonly runs: readonly ListedRun[];
  readonly next: string | null;
}

export async function listRuns(
  db: Db,
  {
    dataset,
    status,
    ...place
  }: Place & { readonly dataset?: string | undefined; readonly status?: RunStatus | undefined },
): Promise<RunPage | MalformedCursor> {
  const after = afterCursor(place);
  if (after === null) return MALFORMED_CURSOR;
  const ofDataset = dataset === undefined ? undefined : eq(run.dataset, dataset);
  const inStatus = status === undefined ? undefined : eq(run.status, status);
  const found = await db
    .select(WITHOUT_REPORT)
    .from(run)
    .where(and(ofDataset, inStatus, after))
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(place.limit + 1);
  return { runs: found.slice(0, place.limit), next: nextOf(found, place) };
}

export interface ReportPage {
  /** As they stand in the runs: whoever asks checks their shape. */
  readonly reports: readonly unknown[];
  readonly next: string | null;
}

/** Of runs that have ended, whatever came of them; not of dry ones: what these say of a source is true of nothing that stands. */
export async function listReports(
  db: Db,
  { dataset, ...place }: Place & { readonly dataset: string },
): Promise<ReportPage | MalformedCursor> {
  const after = afterCursor(place);
  if (after === null) return MALFORMED_CURSOR;
  const found = await db
    .select({ id: run.id, createdAt: run.createdAt, report: run.report })
    .from(run)
    .where(and(eq(run.dataset, dataset), isNotNull(run.report), eq(run.dry, false), after))
    .orderBy(desc(run.createdAt), desc(run.id))
    .limit(place.limit + 1);
  return { reports: found.slice(0, place.limit).map(({ report }) => report), next: nextOf(found, place) };
}

/** Null for a cursor that is none of ours. */
function afterCursor({ cursor }: Place): SQL | undefined | null {
  if (cursor === undefined) return undefined;
  const after = readCursor(cursor, RunCursor);
  return after && sql`(${run.createdAt}, ${run.id}) < (to_timestamp(${after[0]}::float8 / 1000), ${after[1]}::text)`;
}

/** One more was asked for than the page holds. */
function nextOf(
  found: readonly { readonly id: string; readonly createdAt: Instant }[],
  { limit }: Place,
): string | null {
  const last = found[limit - 1];
  return found.length > limit && last ? writeCursor([last.createdAt, last.id]) : null;
}
