// GET /v1/anomalies: what the detectors flagged, why, by which release, and what people say of it.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Db } from '../../../db/client.ts';
import { type AnomalyQuestion, listAnomalies } from '../../../db/queries/anomalies.ts';
import type { DetectorModel } from '../../../models/model.ts';
import { csvPage } from '../csv-page.ts';
import { MODELS } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { negotiate } from '../negotiate.ts';
import { NONE_ASKED_FOR, NOTHING_FLAGGED, nothingJudgedYet } from '../not-yet-judged.ts';
import { cursorParam, instantParam, limitParam, wordParam } from '../params.ts';
import { pageOf, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, query } from '../route.ts';
import { AnomalyPage, anomaliesCsv, anomalyShown } from '../shown-anomalies.ts';

const DETECTORS: ReadonlyMap<string, DetectorModel> = new Map(
  MODELS.flatMap((model) => (model.kind === 'detector' ? [[model.id, model]] : [])),
);
const [first = '', ...others] = DETECTORS.keys();
const [someEntity = '', ...otherEntities] = new Set([...DETECTORS.values()].flatMap(({ entities }) => entities));

const list = createRoute({
  method: 'get',
  path: '/v1/anomalies',
  operationId: 'listAnomalies',
  tags: ['models'],
  summary: 'What the detectors flagged, newest first',
  description:
    'Every step that is over is judged once, by the release that is live then. A CSV page names the next in Link. POST /v1/feedback says whether one was right.',
  ...guarded('read'),
  request: {
    query: query({
      model: wordParam([first, ...others], 'Only of this detector').optional(),
      entity: wordParam([someEntity, ...otherEntities], 'Only of this region or turbine').optional(),
      from: instantParam({
        description: 'Only steps that begin at this instant or later',
        example: '2026-11-01T00:00:00Z',
      }).optional(),
      to: instantParam({ description: 'Only steps that begin before it', example: '2026-11-21T00:00:00Z' }).optional(),
      judged: wordParam(['flagged', 'all'], 'What was flagged, or all that was judged').optional(),
      format: wordParam(['json', 'csv'], 'Media type; Accept says the same').optional(),
      limit: limitParam({ standard: 100, most: 1_000, description: 'How many' }),
      cursor: cursorParam.optional(),
    }),
  },
  responses: answers(
    {
      200: {
        description: 'A page of them',
        content: { 'application/json': { schema: AnomalyPage }, 'text/csv': { schema: z.string() } },
      },
    },
    400,
    406,
    ...GUARDED,
  ),
});

export function anomalyRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(list, async (c) => {
    const { model, judged, limit = 100, format: wanted, ...asked } = c.req.valid('query');
    const format = negotiate(c.req.header('accept'), wanted, ['json', 'csv']);
    if (!format.ok) return refuse(c, format.failure);
    const models = model === undefined ? [...DETECTORS.keys()] : [model];
    const question = { ...asked, models, all: judged === 'all', limit };
    const page = pageOf(await listAnomalies(isolateOf(c.env).db, question));
    if (!page.ok) return refuse(c, page.failure);
    const { judgements, next } = page.value;
    const anomalies = judgements.flatMap((one) => {
      const detector = DETECTORS.get(one.model);
      return detector ? [anomalyShown(detector, one)] : [];
    });
    return format.value === 'csv'
      ? csvPage(c, anomaliesCsv(anomalies), next)
      : Response.json({
          anomalies,
          ...(anomalies.length === 0 && { note: await whyNone(isolateOf(c.env).db, question) }),
          ...(next !== null && { next }),
        } satisfies z.infer<typeof AnomalyPage>);
  });
}

async function whyNone(db: Db, { models, all }: AnomalyQuestion): Promise<string> {
  const any = await listAnomalies(db, { models, all: true, limit: 1 });
  if ('judgements' in any && any.judgements.length === 0) return nothingJudgedYet(models);
  return all ? NONE_ASKED_FOR : NOTHING_FLAGGED;
}
