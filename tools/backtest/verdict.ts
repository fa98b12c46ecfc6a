// How the forecasts of a window did, beside their rivals, over the steps that all rivals have: as a whole, by month, by hour in Paris and by area. Saying nothing never takes a step away.
import { parisClock, parisDate } from '../../data/time.ts';
import { pointHead } from '../../models/fallback.ts';
import type { SeriesModel } from '../../models/model.ts';
import { coverageOf, pinballOf } from '../../notebooks/lab/evaluation/interval.ts';
import { errorsOf } from '../../notebooks/lab/evaluation/score.ts';
import { sixDigits } from '../../notebooks/lab/six-digits.ts';
import type { Answerer, Rolled } from './roll.ts';

/** MAPE in percent, the rest in the unit of the target. A point forecast stands for each of the model's quantiles; it covers nothing, the baseline's in the model's place included. */
export interface Figures {
  readonly mape: number;
  readonly mae: number;
  readonly rmse: number;
  readonly bias: number;
  readonly pinball: number | null;
  readonly coverage80: number | null;
  readonly n: number;
}
/** `rte` is null where nobody published a forecast of the same thing. */
export interface Compared {
  readonly model: Figures;
  readonly rte: Figures | null;
  readonly persistence: Figures;
  readonly lastWeek: Figures;
}
export interface Verdict extends Compared {
  /** Of the steps that were judged, those that the baseline answered in the model's place. */
  readonly baselineRows: number;
  /** Those that neither answered: of each the worst rival stands for the model. */
  readonly unansweredRows: number;
  readonly byMonth: readonly (Compared & { readonly month: string })[];
  readonly byHour: readonly (Compared & { readonly hour: number })[];
  /** Steps of all areas are pooled in the rest. */
  readonly byArea: readonly (Compared & { readonly area: string })[];
}

interface Step {
  readonly area: string;
  readonly month: string;
  readonly hour: number;
  readonly answeredBy: Answerer;
  readonly truth: number;
  readonly model: number;
  readonly rte: number;
  readonly persistence: number;
  readonly lastWeek: number;
  /** As the model's quantile heads are ordered. */
  readonly quantiles: readonly number[];
}
type Rival = 'rte' | 'persistence' | 'lastWeek';

export function verdictOf(model: SeriesModel, rolled: readonly Rolled[]): Verdict {
  const all = stepsOf(model, rolled);
  const hasRte = all.some(({ rte }) => !Number.isNaN(rte));
  const shared = all.filter(
    (step) => ![step.persistence, step.lastWeek].some(Number.isNaN) && !(hasRte && Number.isNaN(step.rte)),
  );
  if (shared.length === 0)
    throw new Error('no step of the window has its truth and a forecast of every rival: nothing to judge');
  const answered = (by: Answerer): number => shared.filter(({ answeredBy }) => answeredBy === by).length;
  const compare = (steps: readonly Step[]): Compared => {
    const rival = (name: Rival) => figuresOf(model, steps, name);
    return {
      model: figuresOf(model, steps, 'model'),
      rte: hasRte ? rival('rte') : null,
      persistence: rival('persistence'),
      lastWeek: rival('lastWeek'),
    };
  };
  const groups = <Key extends string | number>(key: (step: Step) => Key): [Key, Compared][] =>
    [...Map.groupBy(shared, key)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, steps]) => [name, compare(steps)]);
  return {
    ...compare(shared),
    baselineRows: answered('baseline'),
    unansweredRows: answered('none'),
    byMonth: groups(({ month }) => month).map(([month, figures]) => ({ month, ...figures })),
    byHour: groups(({ hour }) => hour).map(([hour, figures]) => ({ hour, ...figures })),
    byArea: groups(({ area }) => area).map(([area, figures]) => ({ area, ...figures })),
  };
}

const levelsOf = ({ heads }: SeriesModel) => heads.flatMap((head) => (head.kind === 'quantile' ? [head] : []));

function stepsOf(model: SeriesModel, rolled: readonly Rolled[]): Step[] {
  const point = pointHead(model);
  const quantiles = levelsOf(model);
  return rolled.flatMap(({ entity, validAt, truth, answeredBy, heads, rivals }) =>
    Array.from(validAt, (at, i) => {
      const others = { rte: rivals.rte[i]!, persistence: rivals.persistence[i]!, lastWeek: rivals.lastWeek[i]! };
      const by = answeredBy[i]!;
      return {
        area: entity,
        month: parisDate(at).slice(0, 7),
        hour: parisClock(at).hour,
        answeredBy: by,
        truth: truth[i]!,
        model: by === 'none' ? furthestFrom(truth[i]!, Object.values(others)) : heads[point]![i]!,
        ...others,
        quantiles: quantiles.map(({ name }) => heads[name]![i]!),
      };
    }),
  );
}

/** NaN where all are. */
const furthestFrom = (truth: number, values: readonly number[]): number =>
  values
    .filter((value) => !Number.isNaN(value))
    .reduce((worst, value) => (Math.abs(worst - truth) > Math.abs(value - truth) ? worst : value), Number.NaN);

function figuresOf(model: SeriesModel, steps: readonly Step[], name: 'model' | Rival): Figures {
  const column = (of: (step: Step) => number): Float64Array => Float64Array.from(steps, of);
  const truth = column((step) => step.truth);
  const point = column((step) => step[name]);
  const { mae, rmse, bias, mape_percent } = errorsOf(point, truth);
  const levels = levelsOf(model);
  const quantile = (i: number): Float64Array => (name === 'model' ? column((step) => step.quantiles[i]!) : point);
  const bounded = (i: number): Float64Array =>
    quantile(i).map((value, row) => (Number.isNaN(value) ? point[row]! : value));
  const pinball = levels.reduce((sum, { level }, i) => sum + pinballOf(bounded(i), truth, level), 0) / levels.length;
  const [low, high] = [0.1, 0.9].map((level) => levels.findIndex((head) => head.level === level));
  const covers = name === 'model' && low !== undefined && high !== undefined && low >= 0 && high >= 0;
  return {
    mape: sixDigits(mape_percent),
    mae: sixDigits(mae),
    rmse: sixDigits(rmse),
    bias: sixDigits(bias),
    pinball: levels.length === 0 ? null : sixDigits(pinball),
    coverage80: covers ? sixDigits(coverageOf(quantile(low), quantile(high), truth)) : null,
    n: steps.length,
  };
}
