// POST /v1/datasets/…/rows: rows that a client knows. Checked here, kept and loaded by ingest.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { DatasetDefinition } from '../../../data/dataset.ts';
import { wireRowSchema } from '../../../data/row.ts';
import { ask } from '../ask.ts';
import { textBody } from '../body.ts';
import { BROUGHT_DATASETS, inCamelCase } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { wanting } from '../faults.ts';
import { MAX_ROWS, pushReader } from '../push-body.ts';
import { answer, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { describeLater, schemaNamed } from '../schemas.ts';

const LIMIT_BYTES = 5 * 1_048_576;
const TYPES = ['application/json', 'application/x-ndjson'] as const;
const KEY = /^[\x21-\x7e]{1,200}$/;

const PushAccepted = z
  .object({
    push: z.string().openapi({ description: 'Id of the push' }),
    rows: z.int(),
    repeated: z
      .boolean()
      .openapi({ description: 'True when this key came before with the same body: nothing was done' }),
  })
  .openapi('PushAccepted');

export function pushRoutes(app: OpenAPIHono<Gateway>): void {
  for (const definition of BROUGHT_DATASETS) addPush(app, definition);
}

function addPush(app: OpenAPIHono<Gateway>, definition: DatasetDefinition): void {
  const name = inCamelCase(definition.id);
  const row = schemaNamed(`${name}RowPushed`);
  describeLater(app, (registry) => registry.register(`${name}RowPushed`, wireRowSchema(definition)));
  const route = createRoute({
    method: 'post',
    path: `/v1/datasets/${definition.id}/rows`,
    operationId: `push${name}Rows`,
    tags: ['datasets'],
    summary: `Push rows of ${definition.id}`,
    description: `At most ${MAX_ROWS} rows and ${LIMIT_BYTES / 1_048_576} MiB. The same Idempotency-Key with the same body is accepted once.`,
    ...guarded('ingest'),
    request: {
      query: query({}),
      headers: z.object({
        'idempotency-key': z
          .string({ error: wanting('1 to 200 printable characters that name this push') })
          .regex(KEY, { error: wanting('1 to 200 printable characters without a space') })
          .openapi({ example: 'plant-7-2026-11-20T10:00Z' }),
      }),
      body: {
        required: true,
        content: {
          'application/json': { schema: { type: 'array', minItems: 1, maxItems: MAX_ROWS, items: row } },
          'application/x-ndjson': { schema: { type: 'string', description: 'One row as JSON a line' } },
        },
      },
    },
    responses: answers(
      { 202: json(PushAccepted, 'Accepted: loaded within seconds') },
      400,
      { 409: 'The Idempotency-Key came before, with another body' },
      413,
      415,
      ...GUARDED,
    ),
  });
  const read = pushReader(definition);
  app.openapi(route, async (c) => {
    const body = await textBody(c, { types: TYPES, limitBytes: LIMIT_BYTES });
    if (!body.ok) return refuse(c, body.failure);
    const pushed = read(body.value.type, body.value.text);
    if (!pushed.ok) return refuse(c, pushed.failure);
    const request = {
      dataset: definition.id,
      idempotencyKey: c.req.valid('header')['idempotency-key'],
      ...pushed.value,
    };
    return answer(c, await ask(c, 'ingest', c.env.INGEST.push(request, callContext(c))), 202);
  });
}
