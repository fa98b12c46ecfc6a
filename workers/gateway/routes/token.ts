// POST /oauth/token: client credentials for an access token (RFC 6749, 4.4). Its errors are those of that RFC; everything around it is a problem.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { SCOPES } from '../../../db/schema.ts';
import { type Credentials, credentials, matches } from '../auth/secret.ts';
import { issueToken, scopesIn, TOKEN_LIFETIME_SECONDS } from '../auth/token.ts';
import { textBody } from '../body.ts';
import { type Gateway, type GatewayContext, laterOf } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { refuse, unavailable } from '../refuse.ts';
import { answers, createRoute, json, open } from '../route.ts';
import { schemaNamed } from '../schemas.ts';

const FORM = 'application/x-www-form-urlencoded';
const KNOWN = new Set(['grant_type', 'client_id', 'client_secret', 'scope']);

const TokenForm = z
  .object({
    grant_type: z.literal('client_credentials'),
    client_id: z.string().optional().openapi({ description: 'Here, or in Authorization: Basic' }),
    client_secret: z.string().optional(),
    scope: z
      .string()
      .optional()
      .openapi({ example: 'read predict', description: `Of ${SCOPES.join(' ')}; all the client has, when absent` }),
  })
  .openapi('TokenRequest');
const Token = z
  .object({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().openapi({ example: TOKEN_LIFETIME_SECONDS }),
    scope: z.string().openapi({ example: 'read predict' }),
  })
  .openapi('Token');
const OAuthError = z
  .object({
    error: z.enum(['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope']),
    error_description: z.string(),
  })
  .openapi('OAuthError');

type OAuthErrorCode = z.infer<typeof OAuthError>['error'];

export function tokenRoute(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.register('TokenRequest', TokenForm);
  const token = createRoute({
    method: 'post',
    path: '/oauth/token',
    operationId: 'token',
    tags: ['access'],
    summary: 'Client credentials for an access token',
    ...open,
    request: {
      body: { required: true, content: { [FORM]: { schema: schemaNamed('TokenRequest') } } },
    },
    responses: answers(
      {
        200: json(Token, 'A token for an hour'),
        400: json(OAuthError, 'The request is not valid'),
        401: json(OAuthError, 'The client is not known, or its secret is wrong'),
      },
      413,
      415,
      429,
      503,
    ),
  });
  app.openapi(token, issue);
}

async function issue(c: GatewayContext): Promise<Response> {
  const body = await textBody(c, { types: [FORM], limitBytes: 8_192 });
  if (!body.ok) return refuse(c, body.failure);
  const form = new URLSearchParams(body.value.text);
  const names = [...form.keys()];
  const odd = names.find((name, i) => !KNOWN.has(name) || names.indexOf(name) !== i);
  if (odd !== undefined) return oauthError(c, 'invalid_request', `${odd.slice(0, 60)} is unknown or given twice`);
  const grant = form.get('grant_type');
  if (grant === null) return oauthError(c, 'invalid_request', 'grant_type is missing, want client_credentials');
  if (grant !== 'client_credentials') return oauthError(c, 'unsupported_grant_type', 'want client_credentials');

  const given = credentialsIn(c.req.header('authorization'), form);
  if (!given)
    return oauthError(c, 'invalid_client', 'want Authorization: Basic, or client_id and client_secret, and not both');
  const { clients, signing } = isolateOf(c.env);
  const found = await clients.find(given.client, laterOf(c));
  if (!found.ok) return refuse(c, found.failure);
  const client = found.value;
  if (!client || client.revokedAt !== null || !(await matches(given.secret, client.secretSha256))) {
    return oauthError(c, 'invalid_client', 'the client is not known, or its secret is wrong');
  }
  const asked = form.get('scope')?.split(' ').filter(Boolean);
  const scopes = asked ? scopesIn(asked.join(' ')) : client.scopes;
  if (asked && (scopes.length !== new Set(asked).size || !scopes.every((scope) => client.scopes.includes(scope)))) {
    return oauthError(c, 'invalid_scope', `this client may have ${client.scopes.join(' ') || 'no scope'}`);
  }
  const key = await signing();
  if (!key) return refuse(c, unavailable('JWT_SECRET, of 32 characters at least,'));
  return Response.json(
    {
      access_token: await issueToken(key, { client: client.id, scopes }, Date.now()),
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_SECONDS,
      scope: scopes.join(' '),
    },
    { headers: { 'Cache-Control': 'no-store' } },
  );
}

function credentialsIn(authorization: string | undefined, form: URLSearchParams): Credentials | null {
  const [client, secret] = [form.get('client_id'), form.get('client_secret')];
  if (authorization === undefined) return client && secret ? credentials(client, secret) : null;
  if (client !== null || secret !== null) return null;
  const basic = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const text = basic && decoded(basic);
  const colon = text ? text.indexOf(':') : -1;
  return text && colon > 0 ? credentials(text.slice(0, colon), text.slice(colon + 1)) : null;
}

function decoded(base64: string): string | null {
  try {
    return atob(base64);
  } catch {
    return null;
  }
}

function oauthError(c: GatewayContext, error: OAuthErrorCode, description: string): Response {
  c.set('errorType', error);
  const unknownClient = error === 'invalid_client';
  return Response.json(
    { error, error_description: description },
    {
      status: unknownClient ? 401 : 400,
      headers: { 'Cache-Control': 'no-store', ...(unknownClient && { 'WWW-Authenticate': 'Basic realm="wattmesh"' }) },
    },
  );
}
