// What people say of predictions and anomalies: said once each, never overwritten, and given back as labels.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { isStorable } from '../../../data/field.ts';
import { VERDICTS } from '../../../db/prediction-schema.ts';
import { listFeedback, saveFeedback } from '../../../db/queries/feedback.ts';
import { ask } from '../ask.ts';
import { csvPage } from '../csv-page.ts';
import { MODELS } from '../definitions.ts';
import { callContext, type Gateway } from '../env.ts';
import { known, wanting } from '../faults.ts';
import { isolateOf } from '../isolate.ts';
import { jsonBody } from '../json-body.ts';
import { negotiate } from '../negotiate.ts';
import { cursorParam, instantParam, limitParam, wordParam } from '../params.ts';
import { pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';
import { schemaNamed } from '../schemas.ts';
import { FeedbackShown, feedbackShown, LabelPage, labelShown, labelsCsv } from '../shown-anomalies.ts';

const [firstModel = '', ...otherModels] = MODELS.map(({ id }) => id);

const Said = known(
  {
    prediction: z.uuid({ error: wanting('the id of a prediction, an anomaly or an answer') }),
    verdict: z.enum(VERDICTS, { error: wanting(`one of ${VERDICTS.join(', ')}`) }),
    comment: z
      .string({ error: wanting('a text of 1 to 2000 characters') })
      .trim()
      .min(1, { error: wanting('a text of 1 to 2000 characters, or no comment') })
      .max(2_000, { error: wanting('at most 2000 characters') })
      .refine(isStorable, { error: wanting('a text without NUL or half characters') })
      .optional()
      .openapi({ description: 'Why, in words. It is shown to every reader: name nobody' }),
  },
  'field',
);

const say = createRoute({
  method: 'post',
  path: '/v1/feedback',
  operationId: 'giveFeedback',
  tags: ['models'],
  summary: 'Say whether a prediction or an anomaly was right',
  description:
    'Kept for whoever trains the next release. Who changes their mind says so again: the latest word counts.',
  ...guarded('predict'),
  request: {
    query: query({}),
    body: {
      required: true,
      content: { 'application/json': { schema: schemaNamed('FeedbackGiven') } },
    },
  },
  responses: answers({ 201: json(FeedbackShown, 'Kept') }, 400, 404, 413, 415, ...GUARDED),
});
const list = createRoute({
  method: 'get',
  path: '/v1/feedback',
  operationId: 'listFeedback',
  tags: ['models'],
  summary: 'What people said, as labels for training, newest first',
  description:
    'Each with what it is about; of a record, which may be a person, with its model and release only. A CSV page names the next in Link.',
  ...guarded('read'),
  request: {
    query: query({
      model: wordParam([firstModel, ...otherModels], 'Only about this model').optional(),
      from: instantParam({ description: 'Only what was said since', example: '2026-11-01T00:00:00Z' }).optional(),
      to: instantParam({ description: 'Only what was said before', example: '2026-11-21T00:00:00Z' }).optional(),
      format: wordParam(['json', 'csv'], 'Media type; Accept says the same').optional(),
      limit: limitParam({ standard: 100, most: 1_000, description: 'How many' }),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers(
    {
      200: {
        description: 'A page of it',
        content: { 'application/json': { schema: LabelPage }, 'text/csv': { schema: z.string() } },
      },
    },
    400,
    406,
    ...GUARDED,
  ),
});

export function feedbackRoutes(app: OpenAPIHono<Gateway>): void {
  app.openAPIRegistry.register('FeedbackGiven', Said);
  app.openapi(say, async (c) => {
    const body = await jsonBody(c, Said);
    if (!body.ok) return refuse(c, body.failure);
    const { prediction, verdict, comment = null } = body.value;
    const subject = await ask(c, 'predict', c.env.PREDICT.subject(prediction, callContext(c)));
    if (!subject.ok) return refuse(c, subject.failure);
    const { caller: client } = callContext(c);
    const said = { id: crypto.randomUUID(), prediction, verdict, comment, client, createdAt: Date.now() };
    await saveFeedback(isolateOf(c.env).db, { ...said, ...subject.value });
    return Response.json(feedbackShown({ ...said, ...subject.value }), { status: 201 });
  });
  app.openapi(list, async (c) => {
    const { limit = 100, format: wanted, ...asked } = c.req.valid('query');
    const format = negotiate(c.req.header('accept'), wanted, ['json', 'csv']);
    if (!format.ok) return refuse(c, format.failure);
    const page = pageOf(await listFeedback(isolateOf(c.env).db, { ...asked, limit }));
    if (!page.ok) return refuse(c, page.failure);
    const { next } = page.value;
    const labels = page.value.said.map((label) => labelShown(label, callContext(c).caller));
    return format.value === 'csv'
      ? csvPage(c, labelsCsv(labels), next)
      : Response.json({ feedback: labels, ...(next !== null && { next }) } satisfies z.infer<typeof LabelPage>);
  });
}
