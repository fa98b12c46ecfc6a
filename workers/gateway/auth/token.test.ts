import { sign } from 'hono/jwt';
import { expect, it } from 'vitest';
import { issueToken, readToken, signingKey } from './token.ts';

const SECRET = 'a secret of thirty-two characters or more';
const CALLER = { client: 'alice', scopes: ['read', 'predict'] as const };
const nowSeconds = Math.floor(Date.now() / 1_000);
const CLAIMS = {
  iss: 'wattmesh',
  aud: 'wattmesh-api',
  sub: 'alice',
  scope: 'read',
  iat: nowSeconds,
  exp: nowSeconds + 60,
};

async function key(secret = SECRET) {
  const made = await signingKey(secret);
  if (!made) throw new Error('no key');
  return made;
}

it('reads back what it gave', async () => {
  const token = await issueToken(await key(), CALLER, Date.now());
  expect(await readToken(await key(), token)).toEqual(CALLER);
});

it('lives an hour', async () => {
  const hourAgo = Date.now() - 3_601_000;
  expect(await readToken(await key(), await issueToken(await key(), CALLER, hourAgo))).toBeNull();
  expect(await readToken(await key(), await issueToken(await key(), CALLER, hourAgo + 60_000))).toEqual(CALLER);
});

it.each([
  ['another key', CLAIMS, 'another secret of thirty-two characters'],
  ['another audience', { ...CLAIMS, aud: 'elsewhere' }, SECRET],
  ['another issuer', { ...CLAIMS, iss: 'elsewhere' }, SECRET],
  ['no audience', { ...CLAIMS, aud: undefined }, SECRET],
  ['no end', { ...CLAIMS, exp: undefined }, SECRET],
  ['no subject', { ...CLAIMS, sub: undefined }, SECRET],
  ['a subject that cannot be a client', { ...CLAIMS, sub: 'a\u0000' }, SECRET],
  ['an empty subject', { ...CLAIMS, sub: '' }, SECRET],
  ['an end that is no number', { ...CLAIMS, exp: 'never' }, SECRET],
])('refuses a token with %s', async (_, claims, secret) => {
  expect(await readToken(await key(), await sign(claims as never, secret, 'HS256'))).toBeNull();
});

it('refuses a token that says it needs no signature', async () => {
  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
  expect(await readToken(await key(), `${part({ alg: 'none', typ: 'JWT' })}.${part(CLAIMS)}.`)).toBeNull();
  expect(await readToken(await key(), `${part({ alg: 'none' })}.${part(CLAIMS)}.AAAA`)).toBeNull();
});

it('refuses a token signed with a longer hash: the algorithm is ours to choose', async () => {
  expect(await readToken(await key(), await sign(CLAIMS, SECRET, 'HS512'))).toBeNull();
});

it('grants no scope it does not know', async () => {
  const token = await sign({ ...CLAIMS, scope: 'read everything root' }, SECRET, 'HS256');
  expect(await readToken(await key(), token)).toEqual({ client: 'alice', scopes: ['read'] });
});

it.each([undefined, '', 'short'])('signs nothing with the secret %o', async (secret) => {
  expect(await signingKey(secret)).toBeNull();
});
