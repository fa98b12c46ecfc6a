// Stored answers: a page of the scheduled ones, one with where it came from, and whether it comes out the same again.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { DAY } from '../../../data/time.ts';
import { PREDICTION_ROLES } from '../../../db/prediction-schema.ts';
import { listPredictions } from '../../../db/queries/prediction-pages.ts';
import { ask } from '../ask.ts';
import { MODELS } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { cursorParam, instantParam, limitParam, wordParam } from '../params.ts';
import { answer, pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { listed, PredictionPage, predictionsCsv, Replay, StoredPrediction } from '../shown-predictions.ts';
import { windowOf } from '../window.ts';

const [first = '', ...others] = MODELS.flatMap(({ id, kind }) => (kind === 'series' ? [id] : []));
const MOST = 366 * DAY;
const STANDARD = 2 * DAY;

const list = createRoute({
  method: 'get',
  path: '/v1/predictions',
  operationId: 'listPredictions',
  tags: ['models'],
  summary: 'What a model forecast on schedule',
  description:
    'Of every release and role, in the order of the instants they speak of; a CSV page names the next in Link.',
  ...guarded('read'),
  request: {
    query: query({
      model: wordParam([first, ...others], 'Which model'),
      from: instantParam({
        description: 'Start of the instants they speak of. Two days before `to` when absent',
        example: '2026-11-19T00:00:00Z',
      }).optional(),
      to: instantParam({
        description: 'Their end, not in it. Two days from now when absent',
        example: '2026-11-21T00:00:00Z',
      }).optional(),
      role: wordParam(PREDICTION_ROLES, 'Only what was said in this role').optional(),
      format: wordParam(['json', 'csv'], 'Media type; Accept says the same').optional(),
      limit: limitParam({ standard: 100, most: 1_000, description: 'How many' }),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers(
    {
      200: {
        description: 'A page of them',
        content: { 'application/json': { schema: PredictionPage }, 'text/csv': { schema: z.string() } },
      },
    },
    400,
    406,
    ...GUARDED,
  ),
});

const params = z.object({
  id: z
    .uuid()
    .openapi({ param: { name: 'id', in: 'path', required: true }, example: '9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11' }),
});
const one = createRoute({
  method: 'get',
  path: '/v1/predictions/{id}',
  operationId: 'getPrediction',
  tags: ['models'],
  summary: 'Where a number came from',
  description:
    'Scheduled or on demand: release, hashes, feature row, and of each input the bytes that its values came from.',
  ...guarded('read'),
  request: { params, query: query({}) },
  responses: answers({ 200: json(StoredPrediction, 'The prediction') }, 400, 404, ...GUARDED),
});
const again = createRoute({
  method: 'post',
  path: '/v1/predictions/{id}/replay',
  operationId: 'replayPrediction',
  tags: ['models'],
  summary: 'Compute it again, and compare the bits',
  description: 'By the same release over the stored features, and these from the past as it was known. Stores nothing.',
  ...guarded('predict'),
  request: { params, query: query({}) },
  responses: answers(
    { 200: json(Replay, 'What came out') },
    400,
    404,
    { 409: 'Its release is no longer kept, or its code was replaced' },
    ...GUARDED,
  ),
});

export function predictionRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(list, async (c) => {
    const { model, role, cursor, limit = 100, format: wanted, ...asked } = c.req.valid('query');
    const format = negotiate(c.req.header('accept'), wanted, ['json', 'csv']);
    if (!format.ok) return refuse(c, format.failure);
    const window = windowOf(asked, { now: Date.now() + STANDARD, most: MOST, standard: STANDARD });
    if (!window.ok) return refuse(c, window.failure);
    const page = pageOf(
      await listPredictions(isolateOf(c.env).db, { model, role, cursor, limit, window: window.value }),
    );
    if (!page.ok) return refuse(c, page.failure);
    const { predictions, next } = page.value;
    if (format.value === 'json') return Response.json({ predictions: predictions.map(listed), ...(next && { next }) });
    const following = new URL(c.req.url);
    if (next) following.searchParams.set('cursor', next);
    return new Response(predictionsCsv(predictions), {
      headers: {
        'Content-Type': `${FORMATS.csv}; charset=utf-8; header=present`,
        ...(next && { Link: `<${following.pathname}${following.search}>; rel="next"` }),
      },
    });
  });
  app.openapi(one, async (c) =>
    answer(c, await ask(c, 'predict', c.env.PREDICT.prediction(c.req.valid('param').id, callContext(c)))),
  );
  app.openapi(again, async (c) =>
    answer(c, await ask(c, 'predict', c.env.PREDICT.replay(c.req.valid('param').id, callContext(c)))),
  );
}
