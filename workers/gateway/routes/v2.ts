// The Open Inference Protocol v2 about the server: what it is, whether it lives, whether it is ready, what it serves.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { ok, type Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { parsedJson, textBody } from '../body.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { faultsOf, wanting } from '../faults.ts';
import { invalid, refuse, unavailable } from '../refuse.ts';
import { createRoute, GUARDED, guarded, json, open, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { inferenceAnswers, inferenceError } from '../v2/refusal.ts';

const ABOUT = JSON.stringify({ name: 'wattmesh', version: '1', extensions: ['binary_tensor_data'] });
const AS_JSON = { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } };
const INDEX_BODY_BYTES = 10_000;

const server = createRoute({
  method: 'get',
  path: '/v2',
  operationId: 'inferenceServer',
  tags: ['inference'],
  summary: 'What server this is, and which extensions of the protocol it has',
  ...open,
  responses: inferenceAnswers(
    {
      200: json(
        z.object({ name: z.string(), version: z.string(), extensions: z.array(z.string()) }).openapi('InferenceServer'),
        'The server',
      ),
    },
    429,
  ),
});
const live = createRoute({
  method: 'get',
  path: '/v2/health/live',
  operationId: 'inferenceLive',
  tags: ['inference'],
  summary: 'Is the gateway alive? Asks nobody else',
  security: [],
  responses: inferenceAnswers({ 200: { description: 'It is' } }),
});
const ready = createRoute({
  method: 'get',
  path: '/v2/health/ready',
  operationId: 'inferenceReady',
  tags: ['inference'],
  summary: 'Is every model ready to be asked?',
  ...open,
  responses: inferenceAnswers({ 200: { description: 'Every one is' } }, 429, 503),
});
const index = createRoute({
  method: 'post',
  path: '/v2/repository/index',
  operationId: 'inferenceRepository',
  tags: ['inference'],
  summary: 'Every model with its version, and whether it is ready',
  ...guarded('read'),
  request: {
    query: query({}),
    body: {
      required: false,
      content: { 'application/json': { schema: schemaNamed('InferenceRepositoryRequest') } },
    },
  },
  responses: inferenceAnswers(
    {
      200: json(
        z
          .array(
            z.object({
              name: z.string(),
              version: z.string(),
              state: z.enum(['READY', 'UNAVAILABLE']),
              reason: z.string(),
            }),
          )
          .openapi('InferenceRepository'),
        'All of them',
      ),
    },
    400,
    413,
    415,
    ...GUARDED,
  ),
});

const IndexBody = z
  .object(
    {
      ready: z
        .boolean({ error: wanting('true or false') })
        .optional()
        .openapi({ description: 'Only those that are' }),
    },
    { error: wanting('an object') },
  )
  .openapi('InferenceRepositoryRequest');

export function v2Routes(app: OpenAPIHono<Gateway>): void {
  app.use('/v2/*', async (c, next) => {
    c.set('tell', inferenceError);
    await next();
  });
  app.openAPIRegistry.register('InferenceRepositoryRequest', IndexBody);
  app.openapi(server, () => new Response(ABOUT, AS_JSON));
  app.openapi(live, () => new Response(null, { headers: { 'Cache-Control': 'no-store' } }));
  app.openapi(ready, async (c) => {
    const health = await ask(c, 'predict', c.env.PREDICT.health(callContext(c)).then(ok));
    if (!health.ok) return refuse(c, health.failure);
    const down = Object.entries(health.value).filter(([, { status }]) => status === 'down');
    if (down.length > 0) return refuse(c, unavailable(down.map(([part]) => part).join(', ')));
    return new Response(null, { headers: { 'Cache-Control': 'no-store' } });
  });
  app.openapi(index, async (c) => {
    const only = await onlyReady(c);
    if (!only.ok) return refuse(c, only.failure);
    const served = await ask(c, 'predict', c.env.PREDICT.served({}, callContext(c)));
    if (!served.ok) return refuse(c, served.failure);
    const models = served.value.flatMap(({ model: name, release: version, refused }) => {
      if (refused !== undefined && only.value) return [];
      return [{ name, version, state: refused === undefined ? 'READY' : 'UNAVAILABLE', reason: refused ?? '' }];
    });
    return Response.json(models, AS_JSON);
  });
}

/** An empty body asks for all of them. */
async function onlyReady(c: GatewayContext): Promise<Result<boolean>> {
  const body = await textBody(c, { limitBytes: INDEX_BODY_BYTES });
  if (!body.ok) return body;
  if (body.value.text.trim() === '') return ok(false);
  const read = parsedJson(body.value.text);
  if (!read.ok) return read;
  const asked = IndexBody.safeParse(read.value);
  if (asked.success) return ok(asked.data.ready ?? false);
  return { ok: false, failure: invalid(...faultsOf(asked.error, 'body')) };
}
