// What the last days' errors of a release say of its next forecast: a level, a slope and a width, each within bounds. Pure; the state travels with every prediction.
import { z } from 'zod';
import { nextStep } from '../data/grid.ts';
import { DAY, type Duration, type Instant } from '../data/time.ts';
import { pointHead } from './fallback.ts';
import type { History } from './history.ts';
import type { SeriesModel } from './model.ts';
import { wholeStep } from './whole-step.ts';

/** point' = scale × point + bias; a quantile keeps its distance from the point, times `spread` and `scale`. */
export const Correction = z
  .strictObject({
    scale: z.number(),
    /** In the unit of the target. */
    bias: z.number(),
    spread: z.number(),
    /** Whose errors it was learnt from. */
    issues: z.int(),
  })
  .readonly();
export type Correction = z.infer<typeof Correction>;

type Values = Readonly<Record<string, number>>;

/** What a release answered for one step, without correction. */
export interface Uncorrected {
  readonly issuedAt: Instant;
  readonly validAt: Instant;
  readonly values: Values;
}

/** How far back errors are looked at. */
export const CORRECTED_FROM: Duration = 28 * DAY;
/** An error counts half as much a day later. */
const HALF_LIFE: Duration = DAY;
/** Days of forecasts without an error that are put beside those that were made: what keeps a few bad days from turning the forecast. */
const LEVEL_DAYS = 10;
const SLOPE_DAYS = 3;
const MOST_LEVEL = 0.02;
const MOST_SLOPE = 0.1;
/** By how much the width grows for a day of which every step was missed, and shrinks for one of which a fifth less than expected was. */
const SPREAD_RATE = 0.2;
const [LEAST_SPREAD, MOST_SPREAD] = [0.5, 3];
const FEWEST_ISSUES = 3;

interface Known extends Uncorrected {
  readonly truth: number;
  readonly point: number;
}

/** Null while too few of the forecasts came true: nothing is corrected then. */
export function learnCorrection(
  model: SeriesModel,
  made: readonly Uncorrected[],
  { history, entity, issuedAt }: { readonly history: History; readonly entity: string; readonly issuedAt: Instant },
): Correction | null {
  const head = pointHead(model);
  const asked = { history, series: model.target, entity };
  const cameTrue = made.flatMap((one): Known[] => {
    if (one.issuedAt >= issuedAt || one.validAt < issuedAt - CORRECTED_FROM) return [];
    const isOver = nextStep(model.horizon.step, one.validAt) <= issuedAt;
    const truth = isOver ? wholeStep(asked, model.horizon.step, one.validAt) : Number.NaN;
    const point = one.values[head] ?? Number.NaN;
    return Number.isFinite(truth) && Number.isFinite(point) ? [{ ...one, truth, point }] : [];
  });
  const known = lastWords(cameTrue);
  const byIssue = [...Map.groupBy(known, (one) => one.issuedAt)].sort(([a], [b]) => a - b).map(([, steps]) => steps);
  if (byIssue.length < FEWEST_ISSUES) return null;
  const line = lineOf(known, issuedAt, Math.max(...byIssue.map((steps) => steps.length)));
  return line && { ...line, spread: spreadOf(model, byIssue), issues: byIssue.length };
}

/** What was issued again, once an input had come, counts once. */
function lastWords(known: readonly Known[]): readonly Known[] {
  const last = new Map<Instant, Known>();
  for (const one of known) {
    const before = last.get(one.validAt);
    if (!before || before.issuedAt < one.issuedAt) last.set(one.validAt, one);
  }
  return [...last.values()];
}

/** Errors over the level as a line of the forecast over the level, drawn to zero. */
function lineOf(
  known: readonly Known[],
  issuedAt: Instant,
  stepsPerDay: number,
): { scale: number; bias: number } | null {
  const weights = known.map(({ validAt }) => halved((issuedAt - validAt) / HALF_LIFE));
  const sum = (of: (one: Known, weight: number) => number): number =>
    known.reduce((total, one, i) => total + of(one, weights[i]!), 0);
  const weight = sum((_, w) => w);
  const level = sum(({ point }, w) => w * point) / weight;
  if (!(Math.abs(level) > 0)) return null;
  const away = ({ point }: Known): number => point / level - 1;
  const error = ({ truth, point }: Known): number => (truth - point) / level;
  const [a, b, c] = [
    weight + stepsPerDay * LEVEL_DAYS,
    sum((one, w) => w * away(one)),
    sum((one, w) => w * away(one) ** 2) + stepsPerDay * SLOPE_DAYS,
  ];
  const [p, q] = [sum((one, w) => w * error(one)), sum((one, w) => w * error(one) * away(one))];
  const determinant = a * c - b * b;
  const up = within(-MOST_LEVEL, (c * p - b * q) / determinant, MOST_LEVEL);
  const slope = within(-MOST_SLOPE, (a * q - b * p) / determinant, MOST_SLOPE);
  return { scale: 1 + slope, bias: level * (up - slope) };
}

/** Wider after a day that was missed, narrower after one that was not: whatever the width was, a fifth is missed in the long run. */
function spreadOf(model: SeriesModel, byIssue: readonly (readonly Known[])[]): number {
  const { low, high } = outerQuantiles(model);
  if (!low || !high) return 1;
  const expected = 1 - (high.level - low.level);
  const longest = Math.max(...byIssue.map((steps) => steps.length));
  return byIssue.reduce((spread, steps) => {
    const missed = steps.filter(({ truth, point, values }) => {
      const edge = (name: string) => point + spread * ((values[name] ?? Number.NaN) - point);
      return !(edge(low.name) <= truth && truth <= edge(high.name));
    });
    const growth = SPREAD_RATE * (missed.length / steps.length - expected) * (steps.length / longest);
    return within(LEAST_SPREAD, spread * (1 + growth), MOST_SPREAD);
  }, 1);
}

function outerQuantiles({ heads }: SeriesModel) {
  const levels = heads.flatMap((head) => (head.kind === 'quantile' ? [head] : [])).sort((a, b) => a.level - b.level);
  return { low: levels[0], high: levels.at(-1) };
}

export const corrected = (model: SeriesModel, values: Values, { scale, bias, spread }: Correction): Values =>
  moved(model, values, (point) => scale * point + bias, scale * spread);

/** What the graph had said. */
export const uncorrected = (model: SeriesModel, values: Values, { scale, bias, spread }: Correction): Values =>
  moved(model, values, (point) => (point - bias) / scale, 1 / (scale * spread));

function moved(model: SeriesModel, values: Values, move: (point: number) => number, stretch: number): Values {
  const head = pointHead(model);
  const before = values[head] ?? Number.NaN;
  const after = move(before);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, name === head ? after : after + stretch * (value - before)]),
  );
}

const within = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high);

/** 2 to the power of −x, where x is whole; a straight line between: a power of a fraction differs by a bit between runtimes, a whole power of two does not. */
function halved(x: number): number {
  const whole = Math.floor(x);
  const before = 1 / 2 ** whole;
  return before * (1 - (x - whole) / 2);
}
