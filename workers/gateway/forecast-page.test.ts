// GET /v1/models/{id}/forecast as a page in a browser sees it: readable from anywhere, kept by its tag, asked of predict once for many.
import { expect, it } from 'vitest';
import { ok } from '../mesh/result.ts';
import { bearer, inProcess } from './testing/in-process.ts';

const PATH = '/v1/models/load-day-ahead/forecast';
const ID = '9b2f3a52-3a0e-4a57-8f5e-1f4f2a1d8c11';
const published = {
  model: 'load-day-ahead',
  release: '2026-11-01-00000000',
  issued_at: '2026-11-20T09:00:00Z',
  published_at: '2026-11-20T09:01:00Z',
  simulated: false,
  rows: [
    {
      id: ID,
      entity: 'FR',
      valid_at: '2026-11-21T00:00:00Z',
      source: 'baseline',
      reason: 'stale, very',
      values: { load_mw: 50_000 },
    },
  ],
};

function press() {
  const calls: string[] = [];
  const { ask } = inProcess({
    PREDICT: {
      ...inProcess().env.PREDICT,
      async forecast(model) {
        calls.push(model);
        return ok({ json: JSON.stringify(published), etag: '"abc"', publishedAt: published.published_at });
      },
    },
  });
  return { calls, ask };
}

it('is asked of predict once, however many ask, in either form', async () => {
  const { ask, calls } = press();
  const headers = await bearer(['read']);
  for (let i = 0; i < 20; i++) {
    expect(await (await ask(PATH, { headers })).json()).toEqual(published);
    expect(await (await ask(`${PATH}?format=csv`, { headers })).text()).toBe(
      'model,release,issued_at,entity,valid_at,source,reason,load_mw,simulated,id\r\n' +
        `load-day-ahead,2026-11-01-00000000,2026-11-20T09:00:00Z,FR,2026-11-21T00:00:00Z,baseline,"stale, very",50000,false,${ID}\r\n`,
    );
  }
  expect(calls).toEqual(['load-day-ahead']);
});

it('costs nobody its bytes twice', async () => {
  const { ask } = press();
  const headers = await bearer(['read']);
  const statusFor = async (path: string, tag: string) =>
    (await ask(path, { headers: { ...headers, 'If-None-Match': tag } })).status;
  expect(await statusFor(PATH, '"abc"')).toBe(304);
  expect(await statusFor(PATH, 'W/"abc", "else"')).toBe(304);
  expect(await statusFor(PATH, '"abc-csv"')).toBe(200);
  expect(await statusFor(`${PATH}?format=csv`, '"abc-csv"')).toBe(304);
});

it('is read by a page of another origin, with its key and its tag', async () => {
  const { ask } = press();
  const allowed = await ask(PATH, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'x-api-key,if-none-match',
    },
  });
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(allowed.headers.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, OPTIONS');
  expect(allowed.headers.get('Access-Control-Allow-Headers')?.split(', ')).toEqual(
    expect.arrayContaining(['If-None-Match', 'X-API-Key']),
  );
  const read = await ask(PATH, { headers: { ...(await bearer(['read'])), Origin: 'https://example.org' } });
  expect(read.headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(read.headers.get('Access-Control-Expose-Headers')).toMatch(/\bETag\b/);
  expect(read.headers.get('Cache-Control')).toMatch(/stale-while-revalidate=\d+/);
});
