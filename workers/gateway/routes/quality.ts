// The quality report of a run: what came, what is missing, which source answered.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { findRun, listRuns } from '../../../db/queries/runs.ts';
import { anyDatasetById } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { cursorParam, idParam, limitParam } from '../params.ts';
import { pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';

const Window = z.object({ from: z.iso.datetime(), to: z.iso.datetime() });
const Report = z
  .object({
    version: z.literal(1),
    run: z.string(),
    dataset: z.string(),
    feed: z.string(),
    trigger: z.string(),
    window: Window,
    simulated: z.boolean(),
    rows: z.record(z.string(), z.int()).openapi({ description: 'How many, by what came of them' }),
    rejected: z.array(z.object({ reason: z.string(), rows: z.int() })),
    completeness: z
      .object({ columns: z.array(z.string()), expected: z.int(), present: z.int() })
      .optional()
      .openapi({ description: 'Of the steps that could be known; absent where facts come when they come' }),
    gaps: z.object({ count: z.int(), first: z.array(Window.extend({ place: z.string() })) }),
    slices: z
      .array(
        Window.extend({
          source: z.string().optional(),
          failovers: z.array(z.object({ source: z.string(), reason: z.string() })),
          lakeKeys: z.array(z.string()),
        }),
      )
      .openapi({ description: 'Per piece of the window: who answered, who did not and why' }),
    seconds: z.record(z.string(), z.number()).openapi({ description: 'How long each step took' }),
  })
  .openapi('QualityReport', { description: 'What came of a run' });
const Reports = z.object({ dataset: z.string(), reports: z.array(Report), next: z.string().optional() });
const id = idParam('id', 'consumption');

const list = createRoute({
  method: 'get',
  path: '/v1/datasets/{id}/quality',
  operationId: 'listQualityReports',
  tags: ['datasets'],
  summary: 'The reports of the latest runs that have ended, failed ones too, newest first',
  ...guarded('read'),
  request: {
    params: z.object({ id }),
    query: query({
      limit: limitParam({ standard: 10, most: 100, description: 'How many' }),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers({ 200: json(Reports, 'The reports') }, 400, 404, ...GUARDED),
});
const one = createRoute({
  method: 'get',
  path: '/v1/datasets/{id}/quality/{run}',
  operationId: 'getQualityReport',
  tags: ['datasets'],
  summary: 'The report of one run',
  ...guarded('read'),
  request: {
    params: z.object({ id, run: idParam('run', 'consumption-national-live-20261121T0245Z') }),
    query: query({}),
  },
  responses: answers({ 200: json(Report, 'The report') }, 400, 404, ...GUARDED),
});

export function qualityRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(list, async (c) => {
    const definition = anyDatasetById(c.req.valid('param').id);
    if (!definition.ok) return refuse(c, definition.failure);
    const { limit = 10, cursor } = c.req.valid('query');
    const dataset = definition.value.id;
    const page = pageOf(
      await listRuns(isolateOf(c.env).db, {
        dataset,
        reported: true,
        limit,
        cursor,
      }),
    );
    if (!page.ok) return refuse(c, page.failure);
    const reports = page.value.runs.map(({ report }) => report);
    return Response.json({ dataset, reports, ...(page.value.next && { next: page.value.next }) });
  });
  app.openapi(one, async (c) => {
    const { id: dataset, run: runId } = c.req.valid('param');
    const definition = anyDatasetById(dataset);
    if (!definition.ok) return refuse(c, definition.failure);
    const run = await findRun(isolateOf(c.env).db, runId);
    if (run?.dataset !== dataset || !run.report)
      return refuse(c, { reason: 'not_found', what: 'quality report', id: runId });
    return Response.json(run.report);
  });
}
