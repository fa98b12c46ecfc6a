// GET /v1/models/{id}/drift: how far what each release saw and said lately is from where it was made.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { formatInstant } from '../../../data/time.ts';
import { DRIFT_ROLES } from '../../../db/prediction-schema.ts';
import { driftHistory, latestDrift } from '../../../db/queries/drift.ts';
import { isSimulated } from '../../../db/queries/scoreboard.ts';
import { DRIFT_SIGNS } from '../../../models/drift.ts';
import type { ModelDefinition } from '../../../models/model.ts';
import { SEASONS } from '../../../models/season.ts';
import { BY_CALLER, etagOf, keep, PRIVATE } from '../cached.ts';
import { modelById } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { FORMATS } from '../negotiate.ts';
import { driftNote } from '../not-yet-judged.ts';
import { idParam, limitParam } from '../params.ts';
import { refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, json, query } from '../route.ts';

/** A month of a release that is live alone. */
const HISTORY = 60;

const distance = (description: string) => z.number().nullable().openapi({ description });
const Column = z.object({
  name: z.string(),
  kind: z.enum(['feature', 'output']),
  psi: distance('Population stability index; null, as the other two, where nothing can be compared'),
  ks: distance('Kolmogorov and Smirnov, 0 to 1'),
  wasserstein: distance('In deviations of the reference; null also where it never moved'),
  missing: z.number().openapi({ description: 'Share without a value' }),
  beginning: z.number().optional().openapi({
    description: 'Of that, what came before this installation had its first value: no reason for an alert',
  }),
  severity: z.number().openapi({ description: 'How many times as far as is tolerated: above 1 is an alert' }),
  sign: z.enum(DRIFT_SIGNS).openapi({ description: 'What is furthest' }),
});
const Compared = z.object({
  role: z.enum(DRIFT_ROLES).openapi({ description: '`asked`: what callers asked, whichever role answered' }),
  release: z.string(),
  days: z.int().openapi({
    description:
      'How many it looks back over; of what was asked at most the newest 5,000 answers of the model, which may be hours',
  }),
  day: z.iso.date().openapi({ description: 'The last of them, in Paris' }),
  season: z.enum(SEASONS).optional().openapi({ description: 'Of the reference; absent for what was asked' }),
  rows: z.int().openapi({ description: 'Of what was asked, each question once' }),
  enough: z.boolean().openapi({ description: 'False where the rows were too few to compare: then there is no alert' }),
  alert: z.boolean().openapi({ description: 'Of a detector by its features alone: that its outputs move is its work' }),
  worst: z.array(Column).openapi({ description: 'The three worst, worst first' }),
  compared_at: z.iso.datetime(),
});
const Drift = z
  .object({
    model: z.string(),
    simulated: z
      .boolean()
      .openapi({ description: 'Its facts, or what its release was made from, are of the simulator' }),
    note: z.string().optional().openapi({ description: 'What a comparison means, or why there is none yet' }),
    latest: z.array(Compared.extend({ columns: z.array(Column) })),
    history: z.array(Compared),
  })
  .openapi('Drift');

const drift = createRoute({
  method: 'get',
  path: '/v1/models/{id}/drift',
  operationId: 'getDrift',
  tags: ['models'],
  summary: 'Features and outputs of the last days against where the release was made',
  description:
    'The last 7 and 28 days are compared with the same season of the rows that the release was made from, and with how far weeks and months of that season were from the whole of it. Of a model that is asked about records, what callers asked is compared with all of those rows.',
  ...guarded('read'),
  request: {
    params: z.object({ id: idParam('id', 'load-day-ahead') }),
    query: query({
      limit: limitParam({ standard: HISTORY, most: 800, description: 'How many comparisons of the past' }),
    }),
  },
  responses: answers(
    { 200: json(Drift, 'The comparisons, newest first'), 304: { description: 'As in If-None-Match' } },
    400,
    404,
    ...GUARDED,
  ),
});

export function driftRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(drift, async (c) => {
    const found = modelById(c.req.valid('param').id);
    if (!found.ok) return refuse(c, found.failure);
    const model = found.value;
    const { id } = model;
    const { db } = isolateOf(c.env);
    const [factsAreSimulated, latest, history] = await Promise.all([
      isSimulated(db, subjectOf(model)),
      latestDrift(db, id),
      driftHistory(db, id, c.req.valid('query').limit ?? HISTORY),
    ]);
    const columns = latest.length > 0 ? latest.flatMap((one) => one.columns) : null;
    const note = driftNote(model, { columns, factsAreSimulated });
    const body = JSON.stringify({
      model: id,
      simulated: factsAreSimulated || model.learnsFrom === 'simulated',
      ...(note !== null && { note }),
      latest: latest.map(({ columns, ...one }) => ({ ...shown(one), columns })),
      history: history.map(shown),
    });
    return keep(c, { body, type: FORMATS.json, etag: await etagOf(body), cacheControl: PRIVATE, vary: BY_CALLER });
  });
}

/** The dataset that it speaks of. */
function subjectOf(model: ModelDefinition): string {
  if (model.kind === 'record') return '';
  return (model.kind === 'series' ? model.target : model.inputs[0])?.split('/')[0] ?? '';
}

const shown = ({ role, release, days, day, season, rows, isAlert, worst, comparedAt }: Shown) => ({
  ...{ role, release, days, day, ...(season && { season }), rows, enough: worst.length > 0, alert: isAlert, worst },
  compared_at: formatInstant(comparedAt),
});
type Shown = Awaited<ReturnType<typeof driftHistory>>[number];
