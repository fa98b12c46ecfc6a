// GET /v1/models/{id}/forecast: the latest published forecast, as predict keeps it in the lake. Never touches the database.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ask } from '../ask.ts';
import { BY_CALLER, keep } from '../cached.ts';
import { csvLine } from '../csv.ts';
import { MODELS, modelById } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { idParam, wordParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, query } from '../route.ts';
import { Prediction } from './models.ts';

/** A new one is published every hour or less often: a minute late harms nobody, and while we are away yesterday's is better than none. */
const CACHE_CONTROL = 'private, max-age=60, stale-while-revalidate=600, stale-if-error=86400';

const Forecast = Prediction.extend({ published_at: z.iso.datetime() }).openapi('Forecast');

/** When each model speaks that does so once a day. */
const ISSUED = MODELS.flatMap((model) => {
  if (model.kind !== 'series' || !('dailyAt' in model.horizon.issue)) return [];
  return [`${model.id} is issued at ${model.horizon.issue.dailyAt.hour}:00 in Paris.`];
}).join(' ');

const forecast = createRoute({
  method: 'get',
  path: '/v1/models/{id}/forecast',
  operationId: 'getForecast',
  tags: ['models'],
  summary: 'The latest forecast',
  description: `The one that was issued last: \`issued_at\` says when, \`valid_at\` for which hours. ${ISSUED} Before that hour of today the latest is the one of yesterday: a forecast of the day after its issue is then still that of today.`,
  ...guarded('read'),
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
  app.openapi(forecast, async (c) => {
    const model = modelById(c.req.valid('param').id);
    if (!model.ok) return refuse(c, model.failure);
    const format = negotiate(c.req.header('accept'), c.req.valid('query').format, ['json', 'csv']);
    if (!format.ok) return refuse(c, format.failure);
    const published = await ask(c, 'predict', c.env.PREDICT.forecast(model.value.id, callContext(c)));
    if (!published.ok) return refuse(c, published.failure);
    const { json, etag } = published.value;
    const tag = etag.replaceAll('"', '');
    const shared = { cacheControl: CACHE_CONTROL, vary: BY_CALLER };
    return format.value === 'json'
      ? keep(c, { body: json, type: FORMATS.json, etag: `"${tag}"`, ...shared })
      : keep(c, {
          body: asCsv(json),
          type: `${FORMATS.csv}; charset=utf-8; header=present`,
          etag: `"${tag}-csv"`,
          ...shared,
        });
  });
}

function asCsv(json: string): string {
  const { model, release, issued_at, simulated, rows } = Forecast.parse(JSON.parse(json));
  const heads = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const lines = rows.map(({ entity, valid_at, source, reason, values }) =>
    csvLine([
      model,
      release,
      issued_at,
      entity,
      valid_at,
      source,
      reason,
      ...heads.map((head) => values[head]),
      simulated,
    ]),
  );
  return (
    csvLine(['model', 'release', 'issued_at', 'entity', 'valid_at', 'source', 'reason', ...heads, 'simulated']) +
    lines.join('')
  );
}
