// GET /v1/models/{id}/scoreboard: the model's forecasts beside what happened, what others published and what needs no model.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { board, entrants, isSimulated, scoredPeriod } from '../../../db/queries/scoreboard.ts';
import { pointHead } from '../../../models/fallback.ts';
import type { ModelDefinition } from '../../../models/model.ts';
import { PUBLISHED } from '../../../models/rivals.ts';
import { BY_CALLER, etagOf, keep, PRIVATE } from '../cached.ts';
import { MODELS, modelById } from '../definitions.ts';
import type { Gateway } from '../env.ts';
import { isolateOf } from '../isolate.ts';
import { FORMATS, negotiate } from '../negotiate.ts';
import { boardNote, notScoredYet, notSharedYet } from '../not-yet-judged.ts';
import { idParam, wordParam } from '../params.ts';
import { invalid, refuse } from '../refuse.ts';
import { answers, createRoute, GUARDED, guarded, query } from '../route.ts';
import { boardOf, CHALLENGERS_SHOWN, challengersShown, scoreboardCsv, scoreboardOf } from '../scoreboard.ts';

const PERIODS = { day: 1, week: 7, month: 30, year: 365, all: null } as const;
const CSV = `${FORMATS.csv}; charset=utf-8; header=present`;

const Figures = z.object({
  steps: z.int().openapi({ description: 'How many steps the figures are of, the same for everybody' }),
  mape_percent: z.number().optional().openapi({ description: 'Over the steps whose truth is not 0' }),
  mae: z.number().optional(),
  rmse: z.number().optional(),
  bias: z.number().optional().openapi({ description: 'Forecast minus truth' }),
  pinball: z.number().optional().openapi({ description: 'Mean over the quantiles that were said' }),
  coverage_80: z.number().optional().openapi({ description: 'Share of truths inside the interval of 80 %' }),
});
const contestant = z.enum(['live', 'canary', 'shadow', 'published', 'persistence', 'last_week']);
const skill = z.number().optional();
const Competitor = Figures.extend({
  contestant,
  baseline_steps: z.int().openapi({ description: 'Steps that the baseline answered in the place of the model' }),
  skill_over: z.object({ published: skill, persistence: skill, last_week: skill }).openapi({
    description: 'How much smaller the absolute error is: 1 is perfect, below 0 is worse',
  }),
});
const Board = z.object({ steps: z.int(), competitors: z.array(Competitor) });
const Scoreboard = Board.extend({
  model: z.string(),
  target: z.string(),
  published: z.string().optional().openapi({ description: 'The series that others publish of the same' }),
  unit: z.string(),
  period: z.enum(['day', 'week', 'month', 'year', 'all']),
  entity: z.string().optional(),
  from: z.iso.date().optional().openapi({ description: 'Absent, as `to`, before the first score' }),
  to: z.iso.date().optional(),
  simulated: z.boolean(),
  note: z
    .string()
    .optional()
    .openapi({ description: 'What the figures are to be read with, or why there are none yet and what to do' }),
  releases: z.array(z.string()),
  live_steps: z
    .int()
    .openapi({ description: 'All that the live forecast is scored on; no figure is of steps that somebody lacks' }),
  by_hour: z.array(Figures.extend({ contestant, hour: z.int().min(0).max(23) })),
  by_day: z.array(Figures.extend({ contestant, day: z.iso.date() })),
  challengers: z.array(Board.extend({ role: z.string(), release: z.string() })).openapi({
    description: `Canaries and shadows, each beside live: of more than ${CHALLENGERS_SHOWN} those that were scored last`,
  }),
}).openapi('Scoreboard');

const [ENTITY = '', ...ENTITIES] = new Set(MODELS.flatMap((model) => (model.kind === 'series' ? model.entities : [])));

const scoreboard = createRoute({
  method: 'get',
  path: '/v1/models/{id}/scoreboard',
  operationId: 'getScoreboard',
  tags: ['models'],
  summary: 'Forecasts against what happened',
  description:
    'Of the days up to the last one that has come true. Everybody is compared over the same steps: `published` is what somebody else forecast of the same series, `persistence` the same hour of the newest day that was whole at issue, `last_week` the same hour a week before. A truth that is corrected is scored again.',
  ...guarded('read'),
  request: {
    params: z.object({ id: idParam('id', 'load-day-ahead') }),
    query: query({
      period: wordParam(
        ['day', 'week', 'month', 'year', 'all'],
        'How far back, from the last day that is scored; a week when absent',
      ).optional(),
      entity: wordParam([ENTITY, ...ENTITIES], 'Only of this one').optional(),
      format: wordParam(['json', 'csv'], 'Media type; Accept says the same').optional(),
    }),
  },
  responses: answers(
    {
      200: {
        description: 'The scoreboard',
        content: { 'application/json': { schema: Scoreboard }, 'text/csv': { schema: z.string() } },
      },
      304: { description: 'As in If-None-Match' },
    },
    400,
    404,
    406,
    ...GUARDED,
  ),
});

export function scoreboardRoutes(app: OpenAPIHono<Gateway>): void {
  app.openapi(scoreboard, async (c) => {
    const found = modelById(c.req.valid('param').id);
    if (!found.ok) return refuse(c, found.failure);
    const model = found.value;
    if (model.kind !== 'series') return refuse(c, { reason: 'not_found', what: 'scoreboard', id: model.id });
    const asked = c.req.valid('query');
    const format = negotiate(c.req.header('accept'), asked.format, ['json', 'csv']);
    if (!format.ok) return refuse(c, format.failure);
    const { period = 'week', entity } = asked;
    if (entity !== undefined && !model.entities.includes(entity))
      return refuse(
        c,
        invalid({ pointer: '?entity', detail: `Got ${entity}, want one of ${model.entities.join(', ')}` }),
      );
    const { db } = isolateOf(c.env);
    const [scored, simulated] = await Promise.all([
      scoredPeriod(db, model.id, PERIODS[period]),
      isSimulated(db, model.target.split('/')[0] ?? ''),
    ]);
    const window = { model: model.id, entity, ...(scored ?? NOTHING_YET) };
    const [lines, everybody] = await Promise.all([board(db, window, { role: 'live' }), entrants(db, window)]);
    const challengers = await Promise.all(
      challengersShown(everybody).map(async ({ role, release }) => ({
        role,
        release,
        ...boardOf(await board(db, window, { role, release })),
      })),
    );
    const shown = scoreboardOf(lines, everybody, challengers);
    const note = noteOf(model, shown, simulated);
    const point = pointHead(model);
    const head = model.heads.find(({ name }) => name === point);
    const published = PUBLISHED[model.target];
    const body =
      format.value === 'csv'
        ? scoreboardCsv(shown)
        : JSON.stringify({
            model: model.id,
            target: model.target,
            ...(published && { published }),
            unit: head && 'unit' in head ? head.unit : '',
            period,
            ...(entity !== undefined && { entity }),
            ...scored,
            simulated,
            ...(note !== null && { note }),
            ...shown,
          });
    const type = format.value === 'csv' ? CSV : FORMATS.json;
    return keep(c, { body, type, etag: await etagOf(body), cacheControl: PRIVATE, vary: BY_CALLER });
  });
}

function noteOf(
  model: ModelDefinition,
  { steps, live_steps: liveSteps }: ReturnType<typeof scoreboardOf>,
  simulated: boolean,
): string | null {
  if (steps > 0) return boardNote(model, simulated);
  return liveSteps > 0 ? notSharedYet(liveSteps) : notScoredYet(model.id);
}

/** A window of which nothing is scored. */
const NOTHING_YET = { from: '1970-01-01', to: '1970-01-01' };
