// GET /v1/models/{id}/forecast: the latest published forecast, as predict keeps it in the lake. Never touches the database.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { ask } from '../ask.ts';
import { BY_CALLER, keep } from '../cached.ts';
import { MODELS, modelById } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { idParam, wordParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, query } from '../route.ts';
import { Prediction } from './models.ts';

/** Seconds for whoever wants a new one at once; while we are away yesterday's is better than none. */
const CACHE_CONTROL = 'private, max-age=5, stale-while-revalidate=60, stale-if-error=86400';
const CSV = `${FORMATS.csv}; charset=utf-8; header=present`;

const Forecast = Prediction.extend({ published_at: z.iso.datetime() }).openapi('Forecast');

/** When each model speaks that does so once a day. */
const ISSUED = MODELS.flatMap((model) => {
  if (model.kind !== 'series' || !('dailyAt' in model.horizon.issue)) return [];
  return [`${model.id} is issued at ${model.horizon.issue.dailyAt.hour}:00 in Paris.`];
}).join(' ');

const { security, middleware } = guarded('read');

/** Nearly all ask without a query: there is nothing to check then, and the checks cost more than the answer. */
const plain: MiddlewareHandler<Gateway> = async (c, next) =>
  c.req.url.includes('?') ? next() : latest(c, c.req.param('id') ?? '', undefined);

const forecast = createRoute({
  method: 'get',
  path: '/v1/models/{id}/forecast',
  operationId: 'getForecast',
  tags: ['models'],
  summary: 'The latest forecast',
  description: `The one that was issued last: \`issued_at\` says when, \`valid_at\` for which hours. ${ISSUED} Before that hour of today the latest is the one of yesterday: a forecast of the day after its issue is then still that of today.`,
  security,
  middleware: [middleware, plain],
  request: {
    params: z.object({ id: idParam('id', 'load-day-ahead') }),
    query: query({ format: wordParam(['json', 'csv'], 'Media type; Accept says the same').optional() }),
  },
  responses: answers(
    {
      200: {
        description: 'The forecast',
        content: { 'application/json': { schema: Forecast }, 'text/csv': { schema: z.string() } },
      },
      304: { description: 'As in If-None-Match' },
    },
    400,
    404,
    406,
    ...GUARDED,
  ),
});

export function forecastRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(forecast, (c) => latest(c, c.req.valid('param').id, c.req.valid('query').format));
}

async function latest(c: GatewayContext, id: string, wanted: 'json' | 'csv' | undefined): Promise<Response> {
  const model = modelById(id);
  if (!model.ok) return refuse(c, model.failure);
  const format = negotiate(c.req.header('accept'), wanted, ['json', 'csv']);
  if (!format.ok) return refuse(c, format.failure);
  const found = await isolateOf(c.env).forecasts(id, {
    ask: () => ask(c, 'predict', c.env.PREDICT.forecast(id, callContext(c))),
    later: (work) => c.executionCtx.waitUntil(work),
  });
  if (!found.ok) return refuse(c, found.failure);
  const { json, csv, etag } = found.value;
  const tag = etag.replaceAll('"', '');
  const shared = { cacheControl: CACHE_CONTROL, vary: BY_CALLER };
  return format.value === 'json'
    ? keep(c, { body: json, type: FORMATS.json, etag: `"${tag}"`, ...shared })
    : keep(c, { body: csv(), type: CSV, etag: `"${tag}-csv"`, ...shared });
}
