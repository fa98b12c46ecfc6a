import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { type Field, fieldsOf } from '../../data/field.ts';
import { isPersonal } from '../../data/privacy.ts';
import { PERIOD_SECONDS } from './auth/limits.ts';
import { inProcess, tokenFor } from './testing/in-process.ts';
import { exampleOf, type OpenApi, operationsOf } from './testing/interface.ts';

const EVERY = ['read', 'predict', 'ingest', 'admin'] as const;
const bearer = async (...given: Parameters<typeof tokenFor>) => ({
  Authorization: `Bearer ${await tokenFor(...given)}`,
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('says whether what it serves is simulated', async () => {
  const simulated = async (given?: { readonly SIMULATED: string }) =>
    (await (await inProcess(given).ask('/')).json<{ simulated: boolean }>()).simulated;
  expect(await simulated()).toBe(false);
  expect(await simulated({ SIMULATED: 'yes' })).toBe(true);
});

describe('every answer', () => {
  it('carries a request id of ours, or the sane one that came in', async () => {
    const { ask } = inProcess();
    const idOf = async (given: string) =>
      (await ask('/healthz', { headers: { 'X-Request-Id': given } })).headers.get('X-Request-Id');
    expect(await idOf('trace-0123456789')).toBe('trace-0123456789');
    for (const insane of ['x', 'a b c d e f g h', 'x'.repeat(65), '<script>alert(1)</script>', '"}{"level":"error"']) {
      expect(await idOf(insane)).toMatch(/^[\da-f-]{36}$/);
    }
  });

  it('may be read from any page, is never sniffed and never framed', async () => {
    const { headers } = await inProcess().ask('/healthz');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.get('Access-Control-Allow-Credentials')).toBeNull();
    expect(headers.get('Access-Control-Expose-Headers')).toMatch(/ETag.*Link.*Retry-After.*X-Request-Id/);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it('asks for HTTPS for ever over HTTPS alone', async () => {
    const { ask } = inProcess();
    expect((await ask('https://wattmesh.example/healthz')).headers.get('Strict-Transport-Security')).toMatch(
      /max-age=31536000/,
    );
    expect((await ask('http://127.0.0.1/healthz')).headers.get('Strict-Transport-Security')).toBeNull();
  });
});

describe('the start page', () => {
  it('is a page for people and a summary for programs', async () => {
    const { ask } = inProcess();
    const page = await ask('/', { headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect(page.headers.get('Content-Type')).toBe('text/html');
    expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(page.headers.get('Content-Security-Policy')).not.toMatch(/unsafe/);
    const summary = await ask('/');
    expect(summary.headers.get('Vary')).toBe('Accept');
    expect(await summary.json()).toMatchObject({
      docs: '/docs',
      datasets: everyDataset
        .filter((definition) => !isPersonal(definition))
        .map(({ id }) => ({ id, href: `/v1/datasets/${id}` })),
    });
  });

  it('is nothing else', async () => {
    expect((await inProcess().ask('/', { headers: { Accept: 'image/png' } })).status).toBe(406);
  });
});

describe('HEAD and OPTIONS', () => {
  it('answers HEAD with the headers of GET and no body', async () => {
    const { ask } = inProcess();
    const response = await ask('/openapi.json', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('ETag')).toMatch(/^"[\da-f]+"$/);
    expect(await response.text()).toBe('');
  });

  it('tells a browser what it may ask', async () => {
    const response = await inProcess().ask('/v1/datasets/consumption/rows', {
      method: 'OPTIONS',
      headers: { Origin: 'https://example.org', 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('Allow')).toBe('GET, HEAD, OPTIONS, POST');
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS, POST');
    expect(response.headers.get('Access-Control-Allow-Headers')).toMatch(/X-API-Key/);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  it('knows no options of a path that is none', async () => {
    expect((await inProcess().ask('/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });
});

describe('who asks', () => {
  const asked = async (headers: Record<string, string>) => (await inProcess().ask('/v1/models', { headers })).status;

  it('is not known without credentials, and is told how to come in', async () => {
    const response = await inProcess().ask('/v1/models');
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer realm="wattmesh"/);
  });

  it.each([
    ['an empty key', { 'X-API-Key': '' }],
    ['a key without a secret', { 'X-API-Key': 'alice.' }],
    ['another scheme', { Authorization: 'Basic YWxpY2U6c2VjcmV0' }],
    ['a token that is none', { Authorization: 'Bearer a.b.c' }],
    ['a token of a mile', { Authorization: `Bearer ${'a'.repeat(5_000)}.b.c` }],
  ])('is not known with %s', async (_, headers) => {
    expect(await asked(headers)).toBe(401);
  });

  it('is not known with a token that has expired', async () => {
    expect(await asked(await bearer(EVERY, 'alice', Date.now() - 3_700_000))).toBe(401);
  });

  it('must be one: a key or a token, not both', async () => {
    expect(await asked({ 'X-API-Key': 'alice.secret', ...(await bearer(EVERY)) })).toBe(400);
  });

  it('cannot be said while the database is away, for a key never seen: 503, not 401', async () => {
    const response = await inProcess().ask('/v1/models', { headers: { 'X-API-Key': 'alice.secret' } });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('5');
  });

  it('is let in with a token while the database is away: what comes then is the Worker that is away', async () => {
    const response = await inProcess().ask('/v1/models', { headers: await bearer(['read']) });
    expect(await response.json()).toMatchObject({
      status: 503,
      detail: 'The Worker predict cannot be reached. Try again in a moment.',
    });
  });

  it('signs nobody in without a secret', async () => {
    const { ask } = inProcess({ JWT_SECRET: 'short' });
    expect((await ask('/v1/models', { headers: await bearer(EVERY) })).status).toBe(401);
  });
});

describe('limits', () => {
  const none = { limit: async () => ({ success: false }) };

  it('count strangers by address and clients by name', async () => {
    const { ask, limited } = inProcess();
    await ask('/docs', { headers: { 'CF-Connecting-IP': '192.0.2.7' } });
    await ask('/v1/models', { headers: { ...(await bearer(['read'])), 'CF-Connecting-IP': '192.0.2.7' } });
    await ask('/v1/models', { headers: { 'CF-Connecting-IP': '192.0.2.8' } });
    expect(limited).toEqual(['192.0.2.7', 'alice', '192.0.2.8']);
  });

  it('hold for everything that is open to strangers', async () => {
    const document: OpenApi = await (await inProcess().ask('/openapi.json')).json();
    const open = operationsOf(document).filter(
      ({ operation }) => operation.security?.length === 0 && operation.responses['429'],
    );
    expect(open.map(({ path }) => path)).toEqual([
      '/',
      '/readyz',
      '/metrics',
      '/openapi.json',
      '/docs',
      '/oauth/token',
      '/quality',
    ]);
    for (const { path, method } of open) {
      const { status, headers } = await inProcess({ STRANGERS: none }).ask(path, { method });
      expect([path, status, headers.get('Retry-After')]).toEqual([path, 429, '60']);
    }
  });

  it('are counted over the period that the answer names', () => {
    const config = readFileSync(join(import.meta.dirname, '../../wrangler.toml'), 'utf8');
    const periods = [...config.matchAll(/simple = \{ limit = \d+, period = (\d+) \}/g)].map(([, period]) =>
      Number(period),
    );
    expect(periods).toEqual([PERIOD_SECONDS, PERIOD_SECONDS]);
  });

  it('never hold back whoever asks if we are alive', async () => {
    expect((await inProcess({ STRANGERS: none }).ask('/healthz')).status).toBe(200);
  });

  it('stop who guesses keys before the database is asked', async () => {
    const response = await inProcess({ STRANGERS: none }).ask('/v1/models', {
      headers: { 'X-API-Key': 'alice.guess' },
    });
    expect(response.status).toBe(429);
  });

  it('say when to come back', async () => {
    const response = await inProcess({ CLIENTS: none }).ask('/v1/models', { headers: await bearer(['read']) });
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
  });
});

const everyDataset: readonly DatasetDefinition[] = Object.values(datasets);

describe('every guarded operation', async () => {
  const document: OpenApi = await (await inProcess().ask('/openapi.json')).json();
  const guarded = operationsOf(document).filter(({ path }) => path.startsWith('/v1/'));
  /** One that is in order: whatever the description requires, as it shows it. */
  const request = ({ path, method, operation }: (typeof guarded)[number], headers: Record<string, string>) => {
    const names: Record<string, string> = path.includes('models') ? { id: 'load-day-ahead' } : { id: 'consumption' };
    const { parameters = [], requestBody } = operation;
    const [type = 'application/json'] = Object.keys(requestBody?.content ?? {});
    const init = { method, headers: { 'Idempotency-Key': 'one', 'Content-Type': type, ...headers } };
    const bodies: Record<string, string> = {
      startRuns: '{"dataset":"consumption","from":"2026-01-05T00:00:00Z","to":"2026-01-06T00:00:00Z"}',
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
      const scope = EVERY.find((word) => word === one.operation.security?.[1]?.['oauth']?.[0]);
      if (!scope) throw new Error('no scope');
      const others = EVERY.filter((word) => word !== scope);

      expect((await inProcess().ask(...request(one, {}))).status).toBe(401);

      const forbidden = await inProcess().ask(...request(one, await bearer(others)));
      expect(forbidden.status).toBe(403);
      expect(forbidden.headers.get('WWW-Authenticate')).toContain(`scope="${scope}"`);
      const detail = `This needs the scope ${scope}; the client has ${others.join(', ')}.`;
      expect(await forbidden.json()).toMatchObject({ detail });

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
      const [path, init] = request(one, await bearer(EVERY));
      const response = await inProcess().ask(`${path}${path.includes('?') ? '&' : '?'}misspelt=1`, init);
      expect(await response.json()).toMatchObject({ status: 400, errors: [{ pointer: '?misspelt' }] });
    },
  );
});

describe('a bug', () => {
  const broken = () =>
    inProcess({
      PREDICT: {
        predict: () => Promise.reject(new Error('x')),
        forecast: () => {
          throw new TypeError('SELECT secret FROM client');
        },
        releases: () => Promise.reject(new Error('x')),
        health: async () => ({}),
      },
    });

  it('is a 500 that says nothing, and a log line with the same instance that says everything', async () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => {});
    const response = await broken().ask('/v1/models/load-day-ahead/forecast', { headers: await bearer(['read']) });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toMatch(/SELECT|TypeError|\.ts/);
    const logged = lines.mock.calls.map(([line]) => JSON.parse(String(line)));
    expect(logged).toMatchObject([
      { event: 'bug', request_id: JSON.parse(text).instance, error: { message: 'SELECT secret FROM client' } },
    ]);
  });
});

describe('metrics', () => {
  const samples = (batches: ReturnType<typeof inProcess>['batches']) =>
    batches
      .flatMap(({ requests }) => requests)
      .map(({ method, endpoint, status, errorType }) => [method, endpoint, status, errorType]);

  it('count every request under the pattern of its route, never under its path', async () => {
    const { ask, settled, batches } = inProcess();
    const headers = await bearer(EVERY);
    await ask('/healthz');
    await ask('/v1/runs/some-run', { headers });
    await ask('/v1/runs/some-other-run', { headers });
    await ask('/nothing/of/the/kind');
    await ask('/v1/runs', { method: 'DELETE' });
    await ask('/assets/icon.svg');
    await settled();
    expect(samples(batches)).toEqual([
      ['GET', '/healthz', 200, undefined],
      ['GET', '/v1/runs/{id}', 503, 'unavailable'],
      ['GET', 'unmatched', 404, 'not_found'],
      ['DELETE', 'unmatched', 405, 'method_not_allowed'],
      ['GET', '/assets/*', 404, 'not_found'],
    ]);
    expect(batches.at(-1)?.inProgress).toBe(0);
  });

  it('count a bug as answered too', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { ask, settled, batches } = inProcess({
      ASSETS: { fetch: () => Promise.reject(new Error('no files')) } as never,
    });
    await ask('/docs');
    await settled();
    expect(samples(batches)).toEqual([['GET', '/docs', 500, 'bug']]);
    expect(batches.at(-1)?.inProgress).toBe(0);
  });
});

describe('readiness', () => {
  it('names who does not answer', async () => {
    const response = await inProcess().ask('/readyz');
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('5');
    expect(await response.json()).toMatchObject({
      type: 'urn:wattmesh:problem:unavailable',
      checks: {
        database: { status: 'down' },
        ingest: { status: 'down' },
        predict: { status: 'down' },
        monitor: { status: 'down' },
      },
    });
  });
});
