// The releases of a model: keep one, say which is live, shadow or canary, go back. What may answer is predict's to judge.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { isStorable } from '../../../data/field.ts';
import { ALIASES, type AliasesShown, type AliasWish } from '../../mesh/releases.ts';
import type { Result } from '../../mesh/result.ts';
import { ask } from '../ask.ts';
import { callContext, type Gateway, type GatewayContext } from '../env.ts';
import { known, wanting } from '../faults.ts';
import { jsonBody } from '../json-body.ts';
import { idParam, wordParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { FORM, MAX_PAPER_BYTES, MAX_RELEASE_BYTES, releaseForm } from '../release-form.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { Aliases, AliasHistory, ReleaseKept } from '../shown-releases.ts';

const model = z.object({ id: idParam('id', 'load-day-ahead') });
const alias = model.extend({ alias: wordParam(ALIASES, 'Live, shadow or canary') });
const seenVersion = z.object({
  'if-match': z
    .string({ error: wanting('the ETag of GET /v1/models/{id}/aliases, or * for whatever stands') })
    .regex(/^(\*|"(0|[1-9]\d{0,8})")$/, { error: wanting('the ETag of GET /v1/models/{id}/aliases, or *') })
    .openapi({ description: 'What was seen: a change in between is not overwritten', example: '"3"' }),
});
const reason = z
  .string({ error: wanting('a sentence of at most 500 characters: why') })
  .trim()
  .min(1, { error: wanting('a sentence: why') })
  .max(500, { error: wanting('at most 500 characters') })
  .refine(isStorable, { error: wanting('a sentence without NUL or half characters') })
  .openapi({ example: '1.78 % on the last four weeks, 1.91 % live' });
const release = z
  .string({ error: wanting('the id of a release') })
  .max(100, { error: wanting('the id of a release') })
  .openapi({ example: '2026-11-20-0f3a9c71' });
const Percent = z
  .int({ error: wanting('a whole number from 1 to 99') })
  .min(1, { error: wanting('a whole number from 1 to 99') })
  .max(99, { error: wanting('a whole number from 1 to 99') })
  .openapi({ example: 10 });

const Named = known({ release, reason }, 'field');
const Shared = known({ release, percent: Percent, reason }, 'field');
const Because = known({ reason }, 'field');
const part = (file: string) => ({ type: 'string' as const, format: 'binary', description: file });

const etag = { headers: z.object({ etag: z.string().openapi({ description: 'The version', example: '"4"' }) }) };
const aliases = (description: string) => ({ ...json(Aliases, description), ...etag });
const CHANGE = [400, 404, 412, 413, 415, 422, ...GUARDED] as const;

const upload = createRoute({
  method: 'post',
  path: '/v1/models/{id}/releases',
  operationId: 'keepRelease',
  tags: ['models'],
  summary: 'Keep a release',
  description: `The three files that the notebook wrote, at most ${MAX_RELEASE_BYTES / 1_048_576} MiB together, and ${MAX_PAPER_BYTES / 1_048_576} MiB for each of the two in JSON. It is opened and asked its golden vectors before it is kept; kept, it is not live yet. The same release again changes nothing.`,
  ...guarded('admin'),
  request: {
    params: model,
    query: query({}),
    body: {
      required: true,
      content: {
        [FORM]: {
          schema: {
            type: 'object',
            required: ['release', 'golden', 'onnx'],
            properties: { release: part('release.json'), golden: part('golden.json'), onnx: part('model.onnx') },
          },
        },
      },
    },
  },
  responses: answers(
    { 201: json(ReleaseKept, 'Kept'), 200: json(ReleaseKept, 'It was kept before') },
    400,
    404,
    { 409: 'Another release of this id is kept already' },
    413,
    415,
    422,
    ...GUARDED,
  ),
});
const history = createRoute({
  method: 'get',
  path: '/v1/models/{id}/aliases',
  operationId: 'getAliases',
  tags: ['models'],
  summary: 'Which releases are live, shadow and canary, and who said so',
  ...guarded('read'),
  request: { params: model, query: query({}) },
  responses: answers({ 200: { ...json(AliasHistory, 'What stands'), ...etag } }, 400, 404, ...GUARDED),
});
const name = createRoute({
  method: 'put',
  path: '/v1/models/{id}/aliases/{alias}',
  operationId: 'setAlias',
  tags: ['models'],
  summary: 'Make a release live, shadow or canary',
  description:
    'Refused unless the release opens and agrees with its golden vectors in the Worker itself, and has passed every gate of the model. The whole mesh answers by it within ten seconds. A canary answers its percentage of the keys in `X-Sticky-Key`, or of the clients, always the same ones; a shadow forecasts beside live and is never published.',
  ...guarded('admin'),
  request: {
    params: alias,
    query: query({}),
    headers: seenVersion,
    body: {
      required: true,
      content: {
        'application/json': { schema: { oneOf: [schemaNamed('AliasRequest'), schemaNamed('CanaryRequest')] } },
      },
    },
  },
  responses: answers({ 200: aliases('What stands now') }, ...CHANGE),
});
const clear = createRoute({
  method: 'delete',
  path: '/v1/models/{id}/aliases/{alias}',
  operationId: 'clearAlias',
  tags: ['models'],
  summary: 'Take an alias away: live follows the bundled release again',
  ...guarded('admin'),
  request: {
    params: alias,
    query: query({ reason: reason.openapi({ description: 'Why' }) }),
    headers: seenVersion,
  },
  responses: answers({ 200: aliases('What stands now') }, 400, 404, 412, ...GUARDED),
});
const rollback = createRoute({
  method: 'post',
  path: '/v1/models/{id}/rollback',
  operationId: 'rollBack',
  tags: ['models'],
  summary: 'Make live again what was live before',
  ...guarded('admin'),
  request: {
    params: model,
    query: query({}),
    headers: seenVersion,
    body: { required: true, content: { 'application/json': { schema: schemaNamed('Because') } } },
  },
  responses: answers({ 200: aliases('What stands now') }, { 409: 'Nothing was live before' }, ...CHANGE),
});

export function releaseRoutes(app: OpenAPIHono<Gateway>): void {
  const { openAPIRegistry } = app;
  openAPIRegistry.register('AliasRequest', Named);
  openAPIRegistry.register('CanaryRequest', Shared);
  openAPIRegistry.register('Because', Because);
  app.openapi(upload, async (c) => {
    const form = await releaseForm(c);
    if (!form.ok) return refuse(c, form.failure);
    const sent = { model: c.req.valid('param').id, ...form.value };
    // Opening a graph of twenty megabytes takes its time; what a client takes to send it is its own.
    const kept = await c.var.deadline.apart(ask(c, 'predict', c.env.PREDICT.keepRelease(sent, callContext(c))));
    return kept.ok ? Response.json(kept.value, { status: kept.value.repeated ? 200 : 201 }) : refuse(c, kept.failure);
  });
  app.openapi(history, async (c) => {
    const { id } = c.req.valid('param');
    return standing(c, await ask(c, 'predict', c.env.PREDICT.aliasesOf(id, callContext(c))));
  });
  app.openapi(name, async (c) => {
    const { id, alias: kind } = c.req.valid('param');
    if (kind === 'canary') {
      const body = await jsonBody(c, Shared);
      return body.ok ? change(c, id, { kind, ...body.value }) : refuse(c, body.failure);
    }
    const body = await jsonBody(c, Named);
    return body.ok ? change(c, id, { kind, ...body.value }) : refuse(c, body.failure);
  });
  app.openapi(clear, (c) => {
    const { id, alias: cleared } = c.req.valid('param');
    return change(c, id, { kind: 'clear', alias: cleared, ...c.req.valid('query') });
  });
  app.openapi(rollback, async (c) => {
    const body = await jsonBody(c, Because);
    if (!body.ok) return refuse(c, body.failure);
    return change(c, c.req.valid('param').id, { kind: 'rollback', ...body.value });
  });
}

async function change(c: GatewayContext, model: string, { reason, ...wish }: AliasWish & { readonly reason: string }) {
  const seen = Number(c.req.header('if-match')?.replaceAll('"', ''));
  const request = { model, wish, reason, seen: Number.isNaN(seen) ? null : seen };
  return standing(c, await ask(c, 'predict', c.env.PREDICT.changeAlias(request, callContext(c))));
}

function standing(c: GatewayContext, found: Result<AliasesShown>): Response {
  if (!found.ok) return refuse(c, found.failure);
  const headers = { ETag: `"${found.value.version}"`, 'Cache-Control': 'no-store' };
  return Response.json(found.value, { headers });
}
