// What models there are, and asking one. The answer is predict's: the gateway passes the body on as it is.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ModelDefinition } from '../../../models/model.ts';
import type { ReleaseSummary } from '../../mesh/contracts.ts';
import { MAX_PREDICTED_ROWS, predictBody } from '../../mesh/predict-body.ts';
import type { Failure, Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { askPredict } from '../ask-predict.ts';
import { textBody } from '../body.ts';
import { BY_CALLER, etagOf, keep, PRIVATE } from '../cached.ts';
import { inCamelCase, MODELS, modelById } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { idParam, wordParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { Aliases, Release, ReleaseListed, stickyKey } from '../shown-releases.ts';

/** Ten thousand records of the model with the longest names, with every digit, or as many feature rows in JSON. */
export const PREDICT_BODY_BYTES = 15 * 1_048_576;

const Head = z
  .object({
    name: z.string(),
    kind: z.enum(['value', 'quantile', 'score', 'class', 'label']),
    unit: z.string().optional(),
    level: z.number().optional().openapi({ description: 'Of a quantile: two of them bound an interval' }),
    classes: z.array(z.string()).optional(),
  })
  .openapi('Head');
const Model = z
  .object({
    id: z.string(),
    title: z.object({ en: z.string(), fr: z.string() }),
    kind: z.enum(['series', 'record', 'detector']),
    features: z.array(z.string()),
    heads: z.array(Head).openapi({ description: 'What it answers: name, kind, unit' }),
    gates: z.array(z.record(z.string(), z.unknown())).openapi({ description: 'What a release must reach to go live' }),
    inputs: z
      .array(z.string())
      .optional()
      .openapi({ example: ['consumption/load_mw'] }),
    target: z.string().optional(),
    entities: z.array(z.string()).optional(),
    record: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'Of a record model: the JSON Schema of one record that it answers' }),
    release: Release.optional().openapi({ description: 'The one that is live' }),
    href: z.string(),
  })
  .openapi('Model');
const ModelWithReleases = Model.extend({
  aliases: Aliases,
  releases: z.array(ReleaseListed).openapi({ description: 'Newest first' }),
}).openapi('ModelWithReleases');
const Explanation = z
  .object({
    expected: z.number().openapi({ description: 'What would be answered if nothing were known of the row' }),
    contributions: z
      .record(z.string(), z.number())
      .openapi({ description: 'Feature to how far it moved the value: with `expected` they add up to it' }),
    factors: z
      .record(z.string(), z.number())
      .optional()
      .openapi({ description: 'Features that all of it is multiplied by, such as a level, and their values' }),
  })
  .openapi('Explanation');
export const Prediction = z
  .object({
    model: z.string(),
    release: z.string(),
    issued_at: z.iso.datetime().optional(),
    simulated: z.boolean().openapi({ description: 'True when the past it looked at was simulated' }),
    rows: z.array(
      z.object({
        id: z.uuid().optional().openapi({ description: 'What lineage and replay are asked by' }),
        entity: z.string().optional(),
        valid_at: z.iso.datetime().optional(),
        source: z.enum(['model', 'baseline']),
        reason: z
          .string()
          .optional()
          .openapi({ description: 'Why the baseline answered, or what the model had to do without' }),
        values: z.record(z.string(), z.number()),
        warnings: z
          .array(z.string())
          .optional()
          .openapi({ description: 'What of the row is far from all that the release has learnt from' }),
        explanation: z
          .record(z.string(), Explanation)
          .nullable()
          .optional()
          .openapi({ description: 'With explain=true, by head; null where nothing can be said that adds up' }),
      }),
    ),
  })
  .openapi('Prediction');
const Answer = Prediction.extend({
  request_id: z.string().openapi({ description: 'As in X-Request-Id' }),
  heads: z.array(Head).openapi({ description: 'What the names in `values` mean' }),
}).openapi('PredictAnswer');
const Line = z.string().openapi({
  description:
    'A row as JSON a line, with release, issue and simulated; a row nobody knows has `"source": "none"` and a reason',
});

const list = createRoute({
  method: 'get',
  path: '/v1/models',
  operationId: 'listModels',
  tags: ['models'],
  summary: 'Every model, with its live release',
  ...guarded('read'),
  request: { query: query({}) },
  responses: answers(
    {
      200: json(z.object({ models: z.array(Model) }), 'All of them'),
      304: { description: 'As in If-None-Match' },
    },
    400,
    ...GUARDED,
  ),
});
const one = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  operationId: 'getModel',
  tags: ['models'],
  summary: 'One model, with its releases and who answers as what',
  ...guarded('read'),
  request: { params: z.object({ id: idParam('id', 'load-day-ahead') }), query: query({}) },
  responses: answers(
    {
      200: json(ModelWithReleases, 'The model'),
      304: { description: 'As in If-None-Match' },
    },
    400,
    404,
    ...GUARDED,
  ),
});

export function modelRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(list, async (c) => {
    const releases = await ask(c, 'predict', c.env.PREDICT.releases(callContext(c)));
    if (!releases.ok) return refuse(c, releases.failure);
    return kept(c, { models: MODELS.map((model) => described(model, releases.value)) });
  });
  app.openapi(one, async (c) => {
    const model = modelById(c.req.valid('param').id);
    if (!model.ok) return refuse(c, model.failure);
    const found = await ask(c, 'predict', c.env.PREDICT.releasesOf(model.value.id, callContext(c)));
    if (!found.ok) return refuse(c, found.failure);
    const { aliases, releases } = found.value;
    const live = releases.filter(({ id }) => id === aliases.live);
    return kept(c, { ...described(model.value, live), aliases, releases });
  });
  for (const model of MODELS) addPredict(app, model);
  app.post('/v1/models/:id/predict', guarded('predict').middleware, (c) => refuse(c, notAsked(c.req.param('id'))));
}

/** Of those without a route of their own: a misspelt name, or one that nobody asks. */
function notAsked(id: string): Failure {
  const model = modelById(id);
  const asked = MODELS.filter((one) => predictBody(one)).map((one) => one.id);
  if (!model.ok) return { reason: 'not_found', what: 'model', id, next: `Want one of ${asked.join(', ')}.` };
  const next = `${id} is a detector: it judges by itself, see GET /v1/anomalies?model=${id}.`;
  return { reason: 'not_found', what: 'predict of', id, next };
}

function addPredict(app: OpenAPIHono<Gateway>, model: ModelDefinition): void {
  const schema = predictBody(model);
  if (!schema) return;
  const name = `${inCamelCase(model.id)}Request`;
  app.openAPIRegistry.register(name, schema);
  const route = createRoute({
    method: 'post',
    path: `/v1/models/${model.id}/predict`,
    operationId: `predict${inCamelCase(model.id)}`,
    tags: ['models'],
    summary: `Ask ${model.id}: ${model.title.en}`,
    description: `At most ${MAX_PREDICTED_ROWS} rows. Without enough past the baseline answers, and says why. ndjson leaves line by line, as it is computed.`,
    ...guarded('predict'),
    request: {
      query: query({
        format: wordParam(['json', 'ndjson'], 'Media type; Accept says the same').optional(),
        explain: wordParam(['true', 'false'], 'With what moved each answer: at most 100 rows').optional(),
      }),
      headers: stickyKey,
      body: { required: true, content: { 'application/json': { schema: schemaNamed(name) } } },
    },
    responses: answers(
      {
        200: {
          description: 'The answer',
          content: { [FORMATS.json]: { schema: Answer }, [FORMATS.ndjson]: { schema: Line } },
        },
      },
      400,
      406,
      413,
      415,
      ...GUARDED,
    ),
  });
  app.openapi(route, async (c) => {
    const format = negotiate(c.req.header('accept'), c.req.valid('query').format, ['json', 'ndjson']);
    if (!format.ok) return refuse(c, format.failure);
    const body = await textBody(c, { types: ['application/json'], limitBytes: PREDICT_BODY_BYTES });
    if (!body.ok) return refuse(c, body.failure);
    const explain = c.req.valid('query').explain === 'true';
    const request = { model: model.id, body: body.value.text, explain };
    const { PREDICT } = c.env;
    const told: Result<string | ReadableStream<Uint8Array>> = await (format.value === 'json'
      ? askPredict(c, request, model)
      : ask(c, 'predict', PREDICT.predictLines(request, callContext(c))));
    if (!told.ok) return refuse(c, told.failure);
    return new Response(told.value, {
      headers: { 'Content-Type': FORMATS[format.value], 'Cache-Control': 'no-store' },
    });
  });
}

async function kept(c: GatewayContext, value: object): Promise<Response> {
  const body = JSON.stringify(value);
  return keep(c, { body, type: 'application/json', etag: await etagOf(body), cacheControl: PRIVATE, vary: BY_CALLER });
}

function described(model: ModelDefinition, releases: readonly ReleaseSummary[]) {
  const { id, title, kind, features, heads, gates } = model;
  const release = releases.find((one) => one.model === id);
  return {
    id,
    title,
    kind,
    features,
    heads,
    gates,
    ...(model.kind !== 'record' && { inputs: model.inputs, entities: model.entities }),
    ...(model.kind === 'series' && { target: model.target }),
    ...(model.kind === 'record' && { record: z.toJSONSchema(model.input, { io: 'input' }) }),
    ...(release && { release }),
    href: `/v1/models/${id}`,
  };
}
