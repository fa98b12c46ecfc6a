// Who asks? An API key or an access token, a client that is not revoked, within its limit. Guessing is limited by address.
import { fail, ok, type Result } from '../../mesh/result.ts';
import { type Caller, type GatewayContext, laterOf } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { invalid } from '../refuse.ts';
import { clientWithinLimit, strangerWithinLimit } from './limits.ts';
import { matches, splitApiKey } from './secret.ts';
import { readToken } from './token.ts';

export async function authenticate(c: GatewayContext): Promise<Result<Caller>> {
  const apiKey = c.req.header('x-api-key');
  const authorization = c.req.header('authorization');
  if (apiKey !== undefined && authorization !== undefined) {
    return fail(invalid({ pointer: '#Authorization', detail: 'got X-API-Key and Authorization, want one of them' }));
  }
  if (apiKey !== undefined) return byKey(c, apiKey);
  if (authorization !== undefined) return byToken(c, authorization);
  return stranger(c, 'Got no credentials, want X-API-Key: <client id>.<secret> or Authorization: Bearer <token>.');
}

async function byKey(c: GatewayContext, apiKey: string): Promise<Result<Caller>> {
  const parts = splitApiKey(apiKey);
  if (!parts) return stranger(c, 'X-API-Key does not look like <client id>.<secret>.');
  const { clients } = isolateOf(c.env);
  // A guessed id costs a query: what may be guessed is limited before it is asked.
  const asked = clients.remembers(parts.client) ? ok(null) : await strangerWithinLimit(c);
  if (!asked.ok) return asked;
  const found = await clients.find(parts.client, laterOf(c));
  if (!found.ok) return found;
  const client = found.value;
  if (!client || client.revokedAt !== null || !(await matches(parts.secret, client.secretSha256))) {
    return stranger(c, 'X-API-Key is not known, or it was revoked.');
  }
  return admitted(c, { client: client.id, scopes: client.scopes });
}

async function byToken(c: GatewayContext, authorization: string): Promise<Result<Caller>> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token) return stranger(c, 'Authorization does not look like Bearer <token>.');
  const { clients, signing } = isolateOf(c.env);
  const key = await signing();
  const caller = key && (await readToken(key, token));
  if (!caller) return stranger(c, 'The token is not valid, or it has expired. POST /oauth/token gives another.');
  // A token outlives the database, but not the client it was given to.
  const found = await clients.find(caller.client, laterOf(c));
  if (!found.ok) return admitted(c, caller);
  const client = found.value;
  if (!client || client.revokedAt !== null) return stranger(c, 'The client was revoked.');
  return admitted(c, { ...caller, scopes: caller.scopes.filter((scope) => client.scopes.includes(scope)) });
}

async function admitted(c: GatewayContext, caller: Caller): Promise<Result<Caller>> {
  const within = await clientWithinLimit(c, caller.client);
  return within.ok ? ok(caller) : within;
}

async function stranger(c: GatewayContext, detail: string): Promise<Result<never>> {
  const within = await strangerWithinLimit(c);
  return within.ok ? fail({ reason: 'unauthorized', detail }) : within;
}
