// The Open Inference Protocol v2 about one model: what it takes and gives, whether it is ready, and asking it. Each with and without a version.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { fail, ok, type Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { bytesBody } from '../bytes-body.ts';
import { modelById } from '../definitions.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { idParam } from '../params.ts';
import { invalid, refuse } from '../refuse.ts';
import { createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { inferenceRequest } from '../v2/inference-request.ts';
import { inferenceResponse } from '../v2/inference-response.ts';
import { inferenceAnswers } from '../v2/refusal.ts';
import { inputOf, outputsOf } from '../v2/signature.ts';
import { PREDICT_BODY_BYTES } from './models.ts';

const BINARY = 'application/octet-stream';
/** A version for those who know no id: predict says which release it is. */
const LIVE = 'live';

const Tensor = z
  .object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) })
  .openapi('InferenceTensorShape');
const Metadata = z
  .object({
    name: z.string(),
    versions: z.array(z.string()),
    platform: z.string(),
    inputs: z.array(Tensor),
    outputs: z.array(Tensor),
  })
  .openapi('InferenceModel');
const parameters = z.record(z.string(), z.unknown()).optional().openapi({
  description: '`binary_data_output` of a request, `binary_data_size` of an input, `binary_data` of an output',
});
const InferenceRequest = z
  .object({
    id: z.string().optional().openapi({ description: 'Comes back with the answer' }),
    parameters,
    inputs: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int()).openapi({ description: 'Rows, and the features of the model' }),
        datatype: z.string(),
        parameters,
        data: z.array(z.unknown()).optional().openapi({ description: 'Row by row, nested or flat' }),
      }),
    ),
    outputs: z.array(z.object({ name: z.string(), parameters })).optional(),
  })
  .openapi('InferenceRequest');
const InferenceResponse = z
  .object({
    model_name: z.string(),
    model_version: z.string(),
    id: z.string().optional(),
    parameters: z.object({
      simulated: z.boolean(),
      prediction_ids: z.string().optional().openapi({
        description:
          'Of each row, by commas: what lineage and replay are asked by. Empty where the graph has no number; absent of more than 1000 rows, which are not logged',
      }),
    }),
    outputs: z.array(
      z.object({
        name: z.string(),
        datatype: z.string(),
        shape: z.array(z.int()),
        parameters: z.object({ binary_data_size: z.int() }).optional(),
        data: z.array(z.number().nullable()).optional().openapi({ description: 'null where the graph has no number' }),
      }),
    ),
  })
  .openapi('InferenceResponse');

const PATHS = [
  { path: '/v2/models/{model}', named: '' },
  { path: '/v2/models/{model}/versions/{version}', named: 'Version' },
] as const;

export function v2ModelRoutes(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.register('InferenceRequest', InferenceRequest);
  for (const { path, named } of PATHS) {
    const model = idParam('model', 'city-score');
    const params = named === '' ? z.object({ model }) : z.object({ model, version: idParam('version', LIVE) });
    const shared = { tags: ['inference'], ...guarded('read'), request: { params, query: query({}) } };
    const metadata = createRoute({
      ...shared,
      method: 'get',
      path,
      operationId: `inferenceModel${named}`,
      summary: 'What the graph takes and gives, and its versions',
      responses: inferenceAnswers({ 200: json(Metadata, 'The model') }, 400, 404, ...GUARDED),
    });
    const ready = createRoute({
      ...shared,
      method: 'get',
      path: `${path}/ready`,
      operationId: `inferenceModel${named}Ready`,
      summary: 'Is it ready to be asked?',
      responses: inferenceAnswers({ 200: { description: 'It is' } }, 400, 404, ...GUARDED),
    });
    const infer = createRoute({
      ...shared,
      ...guarded('predict'),
      method: 'post',
      path: `${path}/infer`,
      operationId: `infer${named}`,
      summary: 'Ask the graph: feature rows in, a column for each head out',
      description: `JSON, or JSON with tensors as bytes behind it: \`Inference-Header-Content-Length\` says where they begin.`,
      request: {
        ...shared.request,
        body: {
          required: true,
          content: {
            'application/json': { schema: schemaNamed('InferenceRequest') },
            [BINARY]: { schema: { type: 'string', format: 'binary' } },
          },
        },
      },
      responses: inferenceAnswers(
        {
          200: {
            description: 'The answer',
            content: {
              'application/json': { schema: InferenceResponse },
              [BINARY]: { schema: { type: 'string', format: 'binary' } },
            },
          },
        },
        400,
        404,
        413,
        415,
        ...GUARDED,
      ),
    });
    app.openapi(metadata, async (c) => {
      const found = await releasesOf(c, c.req.param('version'));
      if (!found.ok) return refuse(c, found.failure);
      const { model, releases } = found.value;
      return Response.json({
        name: model.id,
        versions: releases.map(({ release }) => release),
        platform: 'onnxruntime_onnx',
        inputs: [inputOf(model)],
        outputs: outputsOf(model),
      });
    });
    app.openapi(ready, async (c) => {
      const found = await releasesOf(c, c.req.param('version') ?? LIVE);
      if (!found.ok) return refuse(c, found.failure);
      const [release] = found.value.releases;
      if (release?.refused === undefined) return new Response(null);
      const dependency = `The release ${release.release} of ${release.model}`;
      const detail = `${dependency} does not answer: ${release.refused}`;
      return refuse(c, { reason: 'unavailable', dependency, detail, retryAfterSeconds: 60 });
    });
    app.openapi(infer, answerInference);
  }
}

async function answerInference(c: GatewayContext): Promise<Response> {
  const model = modelById(c.req.param('model') ?? '');
  if (!model.ok) return refuse(c, model.failure);
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  // Its own client says nothing.
  if (type !== undefined && type !== 'application/json' && type !== BINARY) {
    const got = JSON.stringify(type.slice(0, 100));
    return refuse(c, { reason: 'unsupported_media_type', got, expected: `application/json or ${BINARY}` });
  }
  const headerBytes = headerLength(c);
  if (!headerBytes.ok) return refuse(c, headerBytes.failure);
  const body = await bytesBody(c, PREDICT_BODY_BYTES);
  if (!body.ok) return refuse(c, body.failure);
  const request = inferenceRequest(model.value, body.value, headerBytes.value);
  if (!request.ok) return refuse(c, request.failure);
  const { features } = request.value;
  const version = c.req.param('version');
  const question = { model: model.value.id, ...(version !== undefined && { version }), features };
  const inferred = await ask(c, 'predict', c.env.PREDICT.infer(question, callContext(c)));
  return inferred.ok ? inferenceResponse(model.value.id, request.value, inferred.value) : refuse(c, inferred.failure);
}

function headerLength(c: GatewayContext): Result<number | undefined> {
  const given = c.req.header('inference-header-content-length');
  if (given === undefined) return ok(undefined);
  if (/^\d{1,9}$/.test(given)) return ok(Number(given));
  const detail = `got ${JSON.stringify(given.slice(0, 60))}, want how many bytes of the body are JSON`;
  return fail(invalid({ pointer: '#Inference-Header-Content-Length', detail }));
}

/** Its releases as predict shows them: `version`, or all of them. */
async function releasesOf(c: GatewayContext, version: string | undefined) {
  const model = modelById(c.req.param('model') ?? '');
  if (!model.ok) return model;
  const question = { model: model.value.id, ...(version !== undefined && { version }) };
  const served = await ask(c, 'predict', c.env.PREDICT.served(question, callContext(c)));
  return served.ok ? ok({ model: model.value, releases: served.value }) : served;
}
