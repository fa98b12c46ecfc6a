// How well the models do, for whoever scrapes: errors of the last scored week and drift of the last days. Absent rather than wrong when Postgres is away.
import type { Db } from '../../db/client.ts';
import { type Drift, latestDrift } from '../../db/queries/drift.ts';
import { type BoardLine, board, scoredPeriod } from '../../db/queries/scoreboard.ts';
import type { ModelDefinition } from '../../models/model.ts';
import { figuresOf } from '../../models/score.ts';
import type { Gauge } from './exposition.ts';

export interface FiguresNow {
  /** Of the last scored week as a whole, everybody over the same steps. */
  readonly lines: readonly BoardLine[];
  readonly drift: readonly Drift[];
}

/** They change once a day: a scrape every second must not become a question every second. */
const FRESH_FOR_MS = 60_000;
const WEEK_DAYS = 7;

export async function figuresNow(db: Db, { id, kind }: ModelDefinition): Promise<FiguresNow> {
  const [period, drift] = await Promise.all([
    kind === 'series' ? scoredPeriod(db, id, WEEK_DAYS) : null,
    latestDrift(db, id),
  ]);
  const lines = period ? await board(db, { model: id, ...period }, { role: 'live' }) : [];
  return { lines: lines.filter(({ hour, day }) => hour === null && day === null), drift };
}

/** One per isolate. `read` asks Postgres; who was away is told to `failed`, and is in no gauge. */
export function modelGauges({
  models,
  read,
  clock = Date.now,
}: {
  readonly models: readonly ModelDefinition[];
  readonly read: (model: ModelDefinition) => Promise<FiguresNow>;
  readonly clock?: () => number;
}) {
  const last = new Map<string, { readonly at: number; readonly figures: FiguresNow }>();

  async function figuresOfModel(model: ModelDefinition): Promise<FiguresNow> {
    const known = last.get(model.id);
    if (known && clock() - known.at < FRESH_FOR_MS) return known.figures;
    const figures = await read(model);
    last.set(model.id, { at: clock(), figures });
    return figures;
  }

  return async (failed: (model: string, error: unknown) => void): Promise<Gauge[]> => {
    const known = await Promise.all(
      models.map((model) =>
        figuresOfModel(model).then(
          (figures) => [{ model: model.id, ...figures }],
          (error: unknown) => {
            failed(model.id, error);
            return [];
          },
        ),
      ),
    );
    return gaugesOf(known.flat());
  };
}

function gaugesOf(known: readonly (FiguresNow & { readonly model: string })[]): Gauge[] {
  const scored = known.flatMap(({ model, lines }) =>
    lines.map((line) => ({ labels: { model, contestant: line.contestant }, figures: figuresOf(line) })),
  );
  const of = (figure: 'steps' | 'mape_percent' | 'coverage_80') =>
    scored.flatMap(({ labels, figures }) => {
      const value = figures[figure];
      return value === null ? [] : [{ labels, value }];
    });
  // Too few questions make no figure: their comparison has no worst.
  const drift = known.flatMap(({ model, drift }) =>
    drift.flatMap(({ role, release, days, worst: [worst], isAlert }) =>
      worst ? [{ labels: { model, role, release, days }, severity: worst.severity, isAlert }] : [],
    ),
  );
  return [
    {
      name: 'forecast_scored_steps',
      help: 'Steps of the last scored week that everybody forecast.',
      samples: of('steps'),
    },
    {
      name: 'forecast_mape_percent',
      help: 'Mean absolute percentage error over those steps.',
      samples: of('mape_percent'),
    },
    { name: 'forecast_coverage_80', help: 'Share of truths inside the interval of 80 %.', samples: of('coverage_80') },
    {
      name: 'drift_severity',
      help: 'Of the worst feature or output: above 1 is further than is tolerated.',
      samples: drift.map(({ labels, severity }) => ({ labels, value: severity })),
    },
    {
      name: 'drift_alert',
      help: '1 while any feature or output is further than is tolerated.',
      samples: drift.map(({ labels, isAlert }) => ({ labels, value: isAlert ? 1 : 0 })),
    },
  ];
}
