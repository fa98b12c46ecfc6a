// The OpenAPI 3.1 document: what the routes declare, and what they share.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { SCOPES } from '../../db/schema.ts';
import { REVOKED_WITHIN_MS } from './auth/clients.ts';
import { TOKEN_LIFETIME_SECONDS } from './auth/token.ts';
import { ENCODINGS } from './content-encoding.ts';
import type { Gateway } from './env.ts';
import { describeNow } from './schemas.ts';

const SCOPE_NOTES: Readonly<Record<(typeof SCOPES)[number], string>> = {
  read: 'read datasets, runs, models and forecasts',
  predict: 'ask models',
  ingest: 'push rows and start runs',
  admin: 'operate the service',
};

export function openApiDocument(app: OpenAPIHono<Gateway>) {
  describeNow(app);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Wattmesh',
      version: '1',
      description: [
        'Energy data and their forecasts, at the edge.',
        'Instants are ISO 8601 with a zone, answers are in UTC; windows are half open: `from` is in, `to` is out.',
        'Errors are RFC 9457 `application/problem+json`; `instance` is the request id, also in `X-Request-Id`.',
        `A body of JSON, ndjson, a form or tensors may come packed, \`Content-Encoding: ${ENCODINGS.join('` or `')}\`: its limit holds for what it grows to. Another encoding gets 415, and so does any of a file or a release, which come as they are.`,
        `A key that is revoked stops working within ${REVOKED_WITHIN_MS / 1_000} s, and so do the tokens made with it; a token lives ${TOKEN_LIFETIME_SECONDS / 60} minutes.`,
      ].join('\n\n'),
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'datasets', description: 'Facts, their quality and where they come from' },
      { name: 'models', description: 'What models believe' },
      { name: 'inference', description: 'The graphs of the models, by the Open Inference Protocol v2' },
      { name: 'runs', description: 'Executions of ingestion' },
      { name: 'access', description: 'Tokens' },
      { name: 'service', description: 'The service about itself' },
    ],
  });
}

export function registerShared(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: '`<client id>.<secret>`',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'oauth', {
    type: 'oauth2',
    description: 'Client credentials; the token goes into `Authorization: Bearer`.',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth/token',
        scopes: Object.fromEntries(SCOPES.map((scope) => [scope, SCOPE_NOTES[scope]])),
      },
    },
  });
  app.openAPIRegistry.register('Problem', Problem);
}

const Problem = z.object({
  type: z.string().openapi({ description: '`urn:wattmesh:problem:<reason>`', example: 'urn:wattmesh:problem:invalid' }),
  title: z.string(),
  status: z.int().openapi({ example: 400 }),
  detail: z.string().openapi({ description: 'What was got and what was expected' }),
  instance: z.string().openapi({ description: 'The request id, as in X-Request-Id' }),
  errors: z
    .array(
      z.object({
        pointer: z.string().openapi({
          description: 'JSON pointer into the body, `?name` of a query parameter, `#name` of a header',
          example: '?limit',
        }),
        detail: z.string().openapi({ example: 'got "-1", want a whole number from 1 to 10000' }),
      }),
    )
    .optional(),
  checks: z
    .record(z.string(), z.object({ status: z.enum(['ok', 'down']), detail: z.string().optional() }))
    .optional()
    .openapi({ description: 'Of /readyz: each dependency' }),
});
