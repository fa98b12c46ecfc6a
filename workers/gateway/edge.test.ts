// What every answer has, whoever asks: headers, the start page, HEAD and OPTIONS, a bug, the count of it, readiness.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { isPersonal } from '../../data/privacy.ts';
import { SCOPES } from '../../db/schema.ts';
import { bearer, inProcess, NO_WORKER } from './testing/in-process.ts';

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
      datasets: Object.values(datasets)
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

describe('a bug', () => {
  const broken = () =>
    inProcess({
      PREDICT: {
        ...NO_WORKER,
        forecast: () => {
          throw new TypeError('SELECT secret FROM client');
        },
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
    const headers = await bearer(SCOPES);
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
