// Ingestion runs: what was loaded when, from which bytes, and which rows were not accepted. POST starts one.

import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { rawObjectsOf } from '../../../db/queries/raw-objects.ts';
import { rejectsOf } from '../../../db/queries/rejects.ts';
import { listRuns } from '../../../db/queries/run-pages.ts';
import { findRun } from '../../../db/queries/runs.ts';
import { ask } from '../ask.ts';
import { textBody } from '../body.ts';
import { callContext, type Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { cursorParam, idParam, limitParam, wordParam } from '../params.ts';
import { answer, pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { IDS, RunRequestBody, runRequestIn } from './run-request.ts';
import { detailOf, REJECTS, RunDetail, RunSummary, STATUSES, summaryOf } from './run-shown.ts';

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
        content: { 'application/json': { schema: schemaNamed('RunRequest') } },
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
      { 409: 'The dataset is being replayed already: one replay at a time' },
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
    return Response.json({ runs: runs.map(summaryOf), ...(next && { next }) });
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
    return Response.json(detailOf(run, objects, page.value));
  });
  app.openapi(start, async (c) => {
    const body = await textBody(c, { types: ['application/json'], limitBytes: 65_536 });
    if (!body.ok) return refuse(c, body.failure);
    const request = runRequestIn(body.value.text);
    if (!request.ok) return refuse(c, request.failure);
    return answer(c, await ask(c, 'ingest', c.env.INGEST.startRuns(request.value, callContext(c))), 202);
  });
}
