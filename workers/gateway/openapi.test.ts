import { describe, expect, it } from 'vitest';
import { inProcess } from './testing/in-process.ts';
import { type OpenApi, operationsOf } from './testing/interface.ts';

const { ask } = inProcess();
const document: OpenApi = await (await ask('/openapi.json')).json();
const operations = operationsOf(document);

it('is OpenAPI 3.1, and every client may keep it', async () => {
  expect(document.openapi).toBe('3.1.0');
  const { headers } = await ask('/openapi.json');
  expect(headers.get('Cache-Control')).toBe('public, max-age=300');
  const again = await ask('/openapi.json', { headers: { 'If-None-Match': headers.get('ETag') ?? '' } });
  expect(again.status).toBe(304);
});

it('describes every route of the architecture that this gateway answers', () => {
  expect(operations.map(({ method, path }) => `${method} ${path}`)).toEqual(
    expect.arrayContaining([
      'GET /',
      'GET /healthz',
      'GET /readyz',
      'GET /metrics',
      'GET /docs',
      'GET /openapi.json',
      'POST /oauth/token',
      'GET /v1/datasets',
      'GET /v1/datasets/{id}',
      'GET /v1/datasets/consumption/rows',
      'POST /v1/datasets/consumption/rows',
      'POST /v1/datasets/{id}/files',
      'GET /v1/datasets/{id}/quality',
      'GET /v1/datasets/{id}/quality/{run}',
      'GET /v1/consumption/stats',
      'GET /v1/runs',
      'GET /v1/runs/{id}',
      'POST /v1/runs',
      'GET /v1/models',
      'GET /v1/models/{id}',
      'POST /v1/models/load-day-ahead/predict',
      'GET /v1/models/{id}/forecast',
      'GET /v2',
      'GET /v2/health/live',
      'GET /v2/health/ready',
      'GET /v2/models/{model}',
      'GET /v2/models/{model}/versions/{version}',
      'GET /v2/models/{model}/ready',
      'POST /v2/models/{model}/infer',
      'POST /v2/models/{model}/versions/{version}/infer',
    ]),
  );
});

it('names each operation once', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i || !/^[a-z]\w+$/i.test(id))).toEqual([]);
});

it('refers to nothing that is not there', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
  expect(refs.length).toBeGreaterThan(50);
  const dangling = refs.filter((ref) => {
    let at: unknown = document;
    for (const key of ref.replace(/^#\//, '').split('/')) at = (at as Record<string, unknown> | undefined)?.[key];
    return at === undefined;
  });
  expect(dangling).toEqual([]);
});

describe.each(operations.map((one) => [one.operation.operationId, one] as const))(
  '%s',
  (_, { path, operation, method }) => {
    it('says what it is for', () => {
      expect(operation.summary).toMatch(/\S{2}/);
      expect(operation.tags).toHaveLength(1);
    });

    it('declares the parameters of its path, each with an example', () => {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.filter(({ required, schema }) => !required || schema.example === undefined)).toEqual([]);
    });

    it('describes each parameter of its query', () => {
      const inQuery = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      expect(inQuery.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    });

    it('says who may ask: a key or a token with the same scope, or everyone', () => {
      if (!/^\/v1\/|^\/v2\/(models|repository)\//.test(path)) return expect(operation.security).toEqual([]);
      const [key, token] = operation.security ?? [];
      expect(key).toEqual({ apiKey: [] });
      expect(['read', 'predict', 'ingest', 'admin']).toContain(token?.['oauth']?.[0]);
      for (const status of [400, 401, 403, 429, 503]) expect(operation.responses).toHaveProperty(String(status));
    });

    it('gives its problems as problem+json, those of the Open Inference Protocol as its errors, and takes only bodies of a type it names', () => {
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (Number(status) < 400 || (path === '/oauth/token' && ['400', '401'].includes(status))) continue;
        expect(Object.keys(content ?? {})).toEqual([
          path.startsWith('/v2') ? 'application/json' : 'application/problem+json',
        ]);
      }
      // An upload is begun and completed without a body: its parts have come by themselves. What is computed again has one already.
      if (method === 'POST' && !path.includes('/uploads') && !path.endsWith('/replay'))
        expect(Object.keys(operation.requestBody?.content ?? {}).length).toBeGreaterThan(0);
    });
  },
);

it('shows run ids as they are', () => {
  const shown = [...JSON.stringify(document).matchAll(/"example":"(consumption-national-live-[^"]+)"/g)].map(
    ([, id]) => id,
  );
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((id) => !/-\d{8}T\d{4}Z$/.test(id ?? ''))).toEqual([]);
});

it('offers rows as JSON, CSV and ndjson', () => {
  const rows = document.paths['/v1/datasets/consumption/rows']?.['get'];
  expect(Object.keys(rows?.responses['200']?.content ?? {})).toEqual([
    'application/json',
    'text/csv',
    'application/x-ndjson',
  ]);
});

it.each([
  ['/v1/runs', 'post', 'The dataset is being replayed already: one replay at a time'],
  ['/v1/datasets/consumption/rows', 'post', 'The Idempotency-Key came before, with another body'],
  [
    '/v1/datasets/{id}/uploads/{upload}/parts/{part}',
    'put',
    'The file was accepted already, with other bytes in this part',
  ],
] as const)('says of a conflict at %s what stands in the way', (path, method, says) => {
  expect(document.paths[path]?.[method]?.responses['409']?.description).toBe(says);
});
