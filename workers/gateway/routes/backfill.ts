// POST /v1/models/{id}/forecasts: past forecasts as they would have been, piece by piece. The client goes on where the answer says.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { parseInstant } from '../../../data/time.ts';
import { ask } from '../ask.ts';
import { parsedJson, textBody } from '../body.ts';
import { modelById } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { faultsOf, known, wanting } from '../faults.ts';
import { idParam } from '../params.ts';
import { answer, invalid, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';

const error = wanting('an instant with its zone, such as 2026-11-20T10:15:00Z');
const instant = z
  .string({ error })
  .refine((text) => parseInstant(text) !== null, { error })
  .openapi({ format: 'date-time', example: '2026-10-01T00:00:00Z' });
const BackfillRequest = known(
  { from: instant, to: instant.openapi({ format: 'date-time', example: '2026-11-01T00:00:00Z' }) },
  'field',
);
const Backfilled = z
  .object({
    release: z.string().openapi({ description: 'The live one, which issued them' }),
    issued: z.int(),
    stood: z.int().openapi({ description: 'Slots that had a forecast before, which stays the only one' }),
    learnt: z.int().openapi({ description: 'Slots left out, because the release was trained on what came after them' }),
    unknown: z.int().openapi({ description: 'Slots of which nothing was known' }),
    rows: z.int(),
    next: z.iso.datetime().optional().openapi({ description: 'Where to go on; absent at the end of the window' }),
  })
  .openapi('ForecastsIssued');

export function backfillRoute(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.register('BackfillRequest', BackfillRequest);
  const route = createRoute({
    method: 'post',
    path: '/v1/models/{id}/forecasts',
    operationId: 'issuePastForecasts',
    tags: ['models'],
    summary: 'Issue past forecasts as they would have been',
    description:
      'Every slot of the schedule in the window, by the live release, from what was known at the slot. What stands stays, slots before the end of what the release was trained on are left out, nothing is published, and the newest slot is left to the schedule. Answers after some seconds: ask again from `next`.',
    ...guarded('admin'),
    request: {
      params: z.object({ id: idParam('id', 'load-day-ahead') }),
      query: query({}),
      body: {
        required: true,
        content: { 'application/json': { schema: schemaNamed('BackfillRequest') } },
      },
    },
    responses: answers({ 200: json(Backfilled, 'What was issued') }, 400, 404, 413, 415, ...GUARDED),
  });
  app.openapi(route, async (c) => {
    const model = modelById(c.req.valid('param').id);
    if (!model.ok) return refuse(c, model.failure);
    const text = await textBody(c, { types: ['application/json'], limitBytes: 4_096 });
    if (!text.ok) return refuse(c, text.failure);
    const body = parsedJson(text.value.text);
    if (!body.ok) return refuse(c, body.failure);
    const read = BackfillRequest.safeParse(body.value);
    if (!read.success) return refuse(c, invalid(...faultsOf(read.error, 'body')));
    const { from, to } = read.data;
    if (Date.parse(to) <= Date.parse(from)) {
      return refuse(c, invalid({ pointer: '/to', detail: `got ${to}, want an instant after ${from}` }));
    }
    const request = { model: model.value.id, from, to };
    return answer(c, await ask(c, 'predict', c.env.PREDICT.issuePast(request, callContext(c))));
  });
}
