// Who is let in, as whom, and how often: keys, tokens, limits.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCOPES } from '../../db/schema.ts';
import { PERIOD_SECONDS } from './auth/limits.ts';
import { bearer, inProcess } from './testing/in-process.ts';
import { type OpenApi, operationsOf } from './testing/interface.ts';

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
    expect(await asked(await bearer(SCOPES, 'alice', Date.now() - 3_700_000))).toBe(401);
  });

  it('must be one: a key or a token, not both', async () => {
    expect(await asked({ 'X-API-Key': 'alice.secret', ...(await bearer(SCOPES)) })).toBe(400);
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
    expect((await ask('/v1/models', { headers: await bearer(SCOPES) })).status).toBe(401);
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
      '/v2',
      '/v2/health/ready',
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
