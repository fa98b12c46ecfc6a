// Ingestion runs: what was loaded when, from which bytes, and which rows were not accepted. POST starts one.

import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { glimpse } from '../../../data/glimpse.ts';
import { formatInstant, type Instant, parseInstant } from '../../../data/time.ts';
import { rawObjectsOf } from '../../../db/queries/raw-objects.ts';
import { rejectsOf } from '../../../db/queries/rejects.ts';
import { findRun, listRuns, type Run } from '../../../db/queries/runs.ts';
import type { RunRequest } from '../../mesh/contracts.ts';
import { fail, ok, type Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { parsedJson, textBody } from '../body.ts';
import { ALL_DATASETS } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { faultsOf, known, wanting } from '../faults.ts';
import { isolateOf } from '../isolate.ts';
import { cursorParam, idParam, limitParam, wordParam } from '../params.ts';
import { answer, invalid, pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';

const STATUSES = ['queued', 'running', 'succeeded', 'failed'] as const;
const [FIRST = '', ...OTHERS] = ALL_DATASETS.map(({ id }) => id);
const IDS = [FIRST, ...OTHERS] as const;
const REJECTS = 100;
/** What a definition without `earliest` means. */
const EARLIEST: Instant = Date.UTC(2000, 0, 1);

const RunSummary = z
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
const RunDetail = RunSummary.extend({
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

const instantText = z
  .string({ error: wanting('an instant with its zone, such as 2026-11-20T10:15:00Z') })
  .refine((text) => parseInstant(text) !== null, {
    error: wanting('an instant with its zone, such as 2026-11-20T10:15:00Z'),
  })
  .openapi({ format: 'date-time', example: '2026-11-19T00:00:00Z' });
const RunRequestBody = known(
  {
    dataset: z.enum(IDS, { error: wanting(`one of ${IDS.join(', ')}`) }).openapi({ example: FIRST }),
    feed: z
      .string({ error: wanting('the id of a feed') })
      .optional()
      .openapi({ description: 'Every feed of the dataset, when absent' }),
    from: instantText,
    to: instantText.openapi({ example: '2026-11-20T00:00:00Z' }),
    dry_run: z
      .boolean({ error: wanting('true or false') })
      .optional()
      .openapi({ description: 'Only say what would change: GET /v1/runs/{id} has `changes`' }),
    replay: z
      .boolean({ error: wanting('true or false') })
      .optional()
      .openapi({
        description: 'Ask no source: rebuild the window from the raw objects in the lake, all feeds together',
      }),
  },
  'field',
);

const list = createRoute({
  method: 'get',
  path: '/v1/runs',
  operationId: 'listRuns',
  tags: ['runs'],
  summary: 'Runs, newest first',
  ...guarded('read'),
  request: {
    query: query({
      dataset: wordParam(IDS, 'Only of this dataset').optional(),
      status: wordParam(STATUSES, 'Only in this status').optional(),
      limit: limitParam({ standard: 20, most: 100, description: 'How many' }),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers(
    {
      200: json(z.object({ runs: z.array(RunSummary), next: z.string().optional() }), 'A page of runs'),
    },
    400,
    ...GUARDED,
  ),
});
const one = createRoute({
  method: 'get',
  path: '/v1/runs/{id}',
  operationId: 'getRun',
  tags: ['runs'],
  summary: 'One run: the bytes it read, the rows it could not accept',
  ...guarded('read'),
  request: {
    params: z.object({ id: idParam('id', 'consumption-national-live-20261121T0245Z') }),
    query: query({ cursor: cursorParam.optional() }),
  },
  responses: answers({ 200: json(RunDetail, 'The run') }, 400, 404, ...GUARDED),
});

export function runRoutes(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.register('RunRequest', RunRequestBody);
  const start = createRoute({
    method: 'post',
    path: '/v1/runs',
    operationId: 'startRuns',
    tags: ['runs'],
    summary: 'Load a window of a dataset now',
    ...guarded('ingest'),
    request: {
      query: query({}),
      body: {
        required: true,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/RunRequest' } } },
      },
    },
    responses: answers(
      {
        202: json(
          z.object({ runs: z.array(z.string()) }).openapi('RunsStarted'),
          'Their ids: GET /v1/runs/{id} says how they do',
        ),
      },
      400,
      409,
      413,
      415,
      ...GUARDED,
    ),
  });

  app.openapi(list, async (c) => {
    const { limit = 20, ...asked } = c.req.valid('query');
    const page = pageOf(await listRuns(isolateOf(c.env).db, { ...asked, limit }));
    if (!page.ok) return refuse(c, page.failure);
    const { runs, next } = page.value;
    return Response.json({ runs: runs.map(onTheWire), ...(next && { next }) });
  });
  app.openapi(one, async (c) => {
    const { id } = c.req.valid('param');
    const { db } = isolateOf(c.env);
    const run = await findRun(db, id);
    if (!run) return refuse(c, { reason: 'not_found', what: 'run', id });
    const { cursor } = c.req.valid('query');
    const [objects, found] = await Promise.all([rawObjectsOf(db, id), rejectsOf(db, id, { cursor, limit: REJECTS })]);
    const page = pageOf(found);
    if (!page.ok) return refuse(c, page.failure);
    const { rejects, next } = page.value;
    const detail: z.infer<typeof RunDetail> = {
      ...onTheWire(run),
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
    return Response.json(detail);
  });
  app.openapi(start, async (c) => {
    const body = await textBody(c, { types: ['application/json'], limitBytes: 65_536 });
    if (!body.ok) return refuse(c, body.failure);
    const request = runRequestIn(body.value.text);
    if (!request.ok) return refuse(c, request.failure);
    return answer(c, await ask(c, 'ingest', c.env.INGEST.startRuns(request.value, callContext(c))), 202);
  });
}

function runRequestIn(text: string): Result<RunRequest> {
  const body = parsedJson(text);
  if (!body.ok) return body;
  const read = RunRequestBody.safeParse(body.value);
  if (!read.success) return fail(invalid(...faultsOf(read.error, 'body')));
  const { dataset, feed, from, to, dry_run: dry, replay } = read.data;
  const definition = ALL_DATASETS.find(({ id }) => id === dataset);
  const feeds = definition?.feeds.map(({ id }) => id) ?? [];
  if (feed !== undefined && !feeds.includes(feed)) {
    return fail(invalid({ pointer: '/feed', detail: `got ${glimpse(feed)}, want one of ${feeds.join(', ')}` }));
  }
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0)
    return fail(invalid({ pointer: '/to', detail: `got ${glimpse(to)}, want an instant after ${from}` }));
  // What the definition alone says. How far ahead a feed looks depends on the hour: ingest, whose clock the run goes by, says that.
  const earliest = definition?.earliest ?? EARLIEST;
  if (Date.parse(from) < earliest)
    return fail(
      invalid({ pointer: '/from', detail: `got ${glimpse(from)}, want ${formatInstant(earliest)} or later` }),
    );
  return ok({
    dataset,
    from,
    to,
    ...(feed !== undefined && { feed }),
    ...(dry !== undefined && { dry }),
    ...(replay !== undefined && { replay }),
  });
}

function changesOf({ dry, report }: Run): Partial<Pick<z.infer<typeof RunDetail>, 'changes'>> {
  const read = dry ? DryReport.safeParse(report) : null;
  return read?.success ? { changes: read.data.changes } : {};
}

function onTheWire(run: Run): z.infer<typeof RunSummary> {
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
