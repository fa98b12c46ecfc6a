// A run as GET /v1/runs shows it: in the list, and alone with its bytes, its rejects and, of a dry run, its changes. Asks nothing of anybody.
import { z } from '@hono/zod-openapi';
import { formatInstant } from '../../../data/time.ts';
import type { RawObject } from '../../../db/queries/raw-objects.ts';
import type { RejectPage } from '../../../db/queries/rejects.ts';
import type { ListedRun } from '../../../db/queries/run-pages.ts';
import type { Run } from '../../../db/queries/runs.ts';

export const STATUSES = ['queued', 'running', 'succeeded', 'failed'] as const;
/** On a page. */
export const REJECTS = 100;

export const RunSummary = z
  .object({
    id: z.string(),
    dataset: z.string(),
    feed: z.string(),
    trigger: z.enum(['cron', 'request', 'push', 'upload', 'replay']),
    dry: z.boolean().openapi({ description: 'True when it says what would change, and changes nothing' }),
    status: z.enum(STATUSES),
    step: z.string().optional().openapi({ description: 'What it is at' }),
    progress: z
      .object({ unit: z.enum(['bytes', 'rows', 'objects']), done: z.int(), total: z.int() })
      .optional()
      .openapi({ description: 'How much of that step is done' }),
    reason: z.string().optional().openapi({ description: 'Why it failed' }),
    request_id: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    rows: z.object({
      extracted: z.int(),
      inserted: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      outranked: z.int(),
      rejected: z.int(),
    }),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().optional(),
    finished_at: z.iso.datetime().optional(),
  })
  .openapi('Run');
const Value = z.union([z.string(), z.number(), z.boolean()]);
const Change = z.object({
  key: z.array(z.string()).openapi({ description: 'Instants in milliseconds since 1970' }),
  old: z.record(z.string(), Value).nullable(),
  new: z.record(z.string(), Value),
});
/** Of what ingest has written. */
const DryReport = z.object({ changes: z.array(Change) });
export const RunDetail = RunSummary.extend({
  raw_objects: z.array(
    z.object({
      lake_key: z.string(),
      source: z.string(),
      sha256: z.string(),
      bytes: z.int(),
      fetched_at: z.iso.datetime(),
      simulated: z.boolean(),
    }),
  ),
  changes: z
    .array(Change)
    .optional()
    .openapi({ description: 'Of a dry run: some of what it would change, corrections first' }),
  rejects: z.array(z.object({ where: z.string(), reason: z.string(), fragment: z.string() })),
  next: z
    .string()
    .optional()
    .openapi({ description: `The cursor of more rejects, ${REJECTS} at a time` }),
}).openapi('RunDetail');

export function detailOf(
  run: Run,
  objects: readonly RawObject[],
  { rejects, next }: RejectPage,
): z.infer<typeof RunDetail> {
  return {
    ...summaryOf(run),
    raw_objects: objects.map(({ lakeKey, source, sha256, bytes, fetchedAt, simulated }) => ({
      lake_key: lakeKey,
      source,
      sha256,
      bytes,
      fetched_at: formatInstant(fetchedAt),
      simulated,
    })),
    ...changesOf(run),
    rejects: rejects.map(({ where, reason, fragment }) => ({ where, reason, fragment })),
    ...(next && { next }),
  };
}

function changesOf({ dry, report }: Run): Partial<Pick<z.infer<typeof RunDetail>, 'changes'>> {
  const read = dry ? DryReport.safeParse(report) : null;
  return read?.success ? { changes: read.data.changes } : {};
}

export function summaryOf(run: ListedRun): z.infer<typeof RunSummary> {
  const { id, dataset, feed, dry, requestId, step, progress, reason, startedAt, finishedAt } = run;
  return {
    id,
    dataset,
    feed,
    trigger: run.trigger,
    dry,
    status: run.status,
    ...(step && { step }),
    ...(progress && { progress }),
    ...(reason && { reason }),
    request_id: requestId,
    from: formatInstant(run.from),
    to: formatInstant(run.to),
    rows: {
      extracted: run.extracted,
      inserted: run.inserted,
      updated: run.updated,
      unchanged: run.unchanged,
      outranked: run.outranked,
      rejected: run.rejected,
    },
    created_at: formatInstant(run.createdAt),
    ...(startedAt !== null && { started_at: formatInstant(startedAt) }),
    ...(finishedAt !== null && { finished_at: formatInstant(finishedAt) }),
  };
}
