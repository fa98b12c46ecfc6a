// Every guarded operation, taken from the description: nobody without the scope, and no parameter that it does not know.
import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Field, fieldsOf } from '../../data/field.ts';
import { SCOPES } from '../../db/schema.ts';
import { bearer, inProcess } from './testing/in-process.ts';
import { exampleOf, type OpenApi, operationsOf } from './testing/interface.ts';

const everyDataset: readonly DatasetDefinition[] = Object.values(datasets);

/** For the model that the paths of /v2 show. */
const ONE_CITY = '{"inputs":[{"name":"features","shape":[1,10],"datatype":"FP32","data":[1,1,1,1,1,1,1,1,1,1]}]}';

/** A release whose files say nothing: it is not the gateway who reads them. */
const FORM = 'multipart/form-data; boundary=b';
const FILES = ['release', 'golden', 'onnx']
  .map((name) => `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n\r\n{}\r\n`)
  .join('');

describe('every guarded operation', async () => {
  const document: OpenApi = await (await inProcess().ask('/openapi.json')).json();
  const guarded = operationsOf(document).filter(({ operation }) => operation.security?.length);
  /** One that is in order: whatever the description requires, as it shows it. */
  const request = ({ path, method, operation }: (typeof guarded)[number], headers: Record<string, string>) => {
    const id = path.includes('models') ? 'load-day-ahead' : 'consumption';
    // The id of a prediction is as its description shows it.
    const names: Record<string, string> = path.includes('predictions') ? {} : { id };
    const { parameters = [], requestBody } = operation;
    const [media = 'application/json'] = Object.keys(requestBody?.content ?? {});
    const type = media === 'multipart/form-data' ? FORM : media;
    const seen = { 'Idempotency-Key': 'one', 'If-Match': '"0"' };
    const init = { method, headers: { ...seen, 'Content-Type': type, ...headers } };
    const bodies: Record<string, string> = {
      startRuns: '{"dataset":"consumption","from":"2026-01-05T00:00:00Z","to":"2026-01-06T00:00:00Z"}',
      giveFeedback: '{"prediction":"9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11","verdict":"right"}',
      infer: ONE_CITY,
      inferVersion: ONE_CITY,
      keepRelease: `${FILES}--b--\r\n`,
      setAlias: '{"release":"2026-11-20-0f3a9c71","reason":"better"}',
      issuePastForecasts: '{"from":"2026-10-01T00:00:00Z","to":"2026-11-01T00:00:00Z"}',
      rollBack: '{"reason":"worse"}',
    };
    const body = requestBody ? (bodies[operation.operationId] ?? pushedTo(path) ?? '{}') : null;
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) => names[name] ?? exampleOf(parameters, name) ?? 'x');
    const required = parameters.filter(({ in: place, required }) => place === 'query' && required);
    const search = new URLSearchParams(required.map(({ name }) => [name, exampleOf(required, name) ?? 'x']));
    return [search.size > 0 ? `${filled}?${search}` : filled, { ...init, body }] as const;
  };
  /** One row that the dataset of this path takes. */
  const pushedTo = (path: string): string | undefined => {
    const definition = everyDataset.find(({ id }) => path === `/v1/datasets/${id}/rows`);
    if (!definition) return undefined;
    const fields = fieldsOf(definition);
    const named = [...fields.filter(({ required }) => required), fields.find(({ required }) => !required)];
    const row = Object.fromEntries(named.flatMap((field) => (field ? [[field.name, valueFor(field)]] : [])));
    return JSON.stringify([{ ...row, quality: 'real time' }]);
  };
  const valueFor = ({ kind, words, min }: Field): string | number | boolean => {
    // The first midnight of a month in Paris: on the grid of everything.
    if (kind === 'instant') return '2025-12-31T23:00:00Z';
    if (kind === 'boolean') return true;
    return kind === 'text' ? (words?.[0] ?? 'x') : min;
  };

  it.each(guarded.map((one) => [one.operation.operationId, one] as const))(
    '%s: 401, 403, 429, 503 and nothing in between',
    async (_, one) => {
      const scope = SCOPES.find((word) => word === one.operation.security?.[1]?.['oauth']?.[0]);
      if (!scope) throw new Error('no scope');
      const others = SCOPES.filter((word) => word !== scope);

      expect((await inProcess().ask(...request(one, {}))).status).toBe(401);

      const forbidden = await inProcess().ask(...request(one, await bearer(others)));
      expect(forbidden.status).toBe(403);
      expect(forbidden.headers.get('WWW-Authenticate')).toContain(`scope="${scope}"`);
      const detail = `This needs the scope ${scope}; the client has ${others.join(', ')}.`;
      expect(await forbidden.json()).toMatchObject(one.path.startsWith('/v2') ? { error: detail } : { detail });

      const limits = { limit: async () => ({ success: false }) };
      expect((await inProcess({ CLIENTS: limits }).ask(...request(one, await bearer([scope])))).status).toBe(429);

      // Nobody is there: what needs nobody is answered, the rest is 503 and says when to try again.
      const alone = await inProcess().ask(...request(one, await bearer([scope])));
      if (one.operation.operationId === 'listDatasets') return expect(alone.status).toBe(200);
      expect(alone.status).toBe(503);
      expect(alone.headers.get('Retry-After')).toBe('5');
      expect(await alone.text()).not.toMatch(/127\.0\.0\.1|SELECT|fetch|at .*\.ts/);
    },
  );

  it.each(guarded.map((one) => [one.operation.operationId, one] as const))(
    '%s refuses a parameter it does not know',
    async (_, one) => {
      const [path, init] = request(one, await bearer(SCOPES));
      const response = await inProcess().ask(`${path}${path.includes('?') ? '&' : '?'}misspelt=1`, init);
      expect(response.status).toBe(400);
      const error = expect.stringMatching(/^\?misspelt: /);
      expect(await response.json()).toMatchObject(
        path.startsWith('/v2') ? { error } : { status: 400, errors: [{ pointer: '?misspelt' }] },
      );
    },
  );
});
