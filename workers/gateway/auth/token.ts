// Access tokens: JWT, HS256, one hour. Never trusts what a token says of itself: algorithm, issuer and audience are ours.
import { sign, verify } from 'hono/jwt';
import { SCOPES, type Scope } from '../../../db/schema.ts';
import type { Caller } from '../env.ts';
import { isClientId } from './secret.ts';

export const TOKEN_LIFETIME_SECONDS = 3_600;
const ISSUER = 'wattmesh';
const AUDIENCE = 'wattmesh-api';
/** RFC 7518: a key of the size of the hash, at least. */
const MIN_SECRET_CHARACTERS = 32;
/** Ours have about 250. */
const MAX_TOKEN_CHARACTERS = 2_048;

export type SigningKey = CryptoKey;

/** Null when there is no secret worth the name. */
export async function signingKey(secret: string | undefined): Promise<SigningKey | null> {
  if (!secret || secret.length < MIN_SECRET_CHARACTERS) return null;
  const bytes = new TextEncoder().encode(secret);
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

export function issueToken(key: SigningKey, { client, scopes }: Caller, nowMs: number): Promise<string> {
  const iat = Math.floor(nowMs / 1_000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: client,
    scope: scopes.join(' '),
    iat,
    exp: iat + TOKEN_LIFETIME_SECONDS,
  };
  return sign(claims, key, 'HS256');
}

/** Null when it is not one of ours, or no longer. */
export async function readToken(key: SigningKey, token: string): Promise<Caller | null> {
  if (token.length > MAX_TOKEN_CHARACTERS) return null;
  const claims = await verify(token, key, { alg: 'HS256', iss: ISSUER, aud: AUDIENCE }).catch(() => null);
  // `verify` lets a token without exp live for ever.
  if (!claims || typeof claims.exp !== 'number') return null;
  const { sub, scope } = claims;
  if (typeof sub !== 'string' || !isClientId(sub) || typeof scope !== 'string') return null;
  return { client: sub, scopes: scopesIn(scope) };
}

export const scopesIn = (text: string): Scope[] => {
  const words = new Set(text.split(' '));
  return SCOPES.filter((scope) => words.has(scope));
};
