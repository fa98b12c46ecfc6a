// A backtest from its question to its verdict: what the command does, without its options and its printing.

import { stepsIn } from '../../data/grid.ts';
import { lastSlot } from '../../data/schedule.ts';
import { formatInstant, type Instant, parisDate, parisDay, type TimeWindow } from '../../data/time.ts';
import type { FactsBySeries } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Fit } from '../../notebooks/lab/fits/fit.ts';
import { withTemperatureNoise } from '../../notebooks/lab/forecast-noise.ts';
import type { Progress } from '../../notebooks/lab/progress.ts';
import { asCorrected } from './as-corrected.ts';
import { monthsIn } from './days.ts';
import { daysWithout } from './days-without.ts';
import { factsKnownAt } from './released.ts';
import { type Rolled, roll } from './roll.ts';
import { type Figures, type Verdict, verdictOf } from './verdict.ts';

export interface Backtest extends Verdict {
  /** Steps of the window without a truth, or without the forecast of a rival. */
  readonly notJudged: number;
  /** By dataset: days that were forecast without it. */
  readonly daysWithout: Readonly<Record<string, number>>;
  /** The model's figures again, asked with weather that is wrong by as much; null where nobody wanted them. */
  readonly withWeatherError: (WeatherError & { readonly model: Figures }) | null;
}

/** Of what size the error of a forecast is drawn, for the weather of which datasets. */
export interface WeatherError {
  readonly celsius: number;
  readonly seed: number;
  readonly datasets: readonly string[];
}

export interface BacktestOptions {
  readonly weatherError?: WeatherError | undefined;
  /** As served, unless told otherwise: moved by what the errors of the days before say. */
  readonly isCorrected?: boolean;
  readonly tell?: (progress: Progress) => void;
}

type Correcting = ReturnType<typeof asCorrected>;

/** One graph for the whole window, or one for each month. */
export type Forecaster =
  | { readonly onnx: Uint8Array }
  | { readonly fit: Fit; readonly earlier?: FactsBySeries | undefined };

export async function backtest(
  model: SeriesModel,
  facts: FactsBySeries,
  window: TimeWindow,
  forecaster: Forecaster,
  { weatherError, isCorrected = true, tell = () => {} }: BacktestOptions = {},
): Promise<Backtest> {
  const rolled: Rolled[] = [];
  const erring: Rolled[] = [];
  const wrong = weatherError ? withWeatherError(facts, weatherError) : undefined;
  const correcting = (): Correcting => (isCorrected ? asCorrected(model, facts) : (as) => [...as]);
  let [corrected, correctedErring] = [correcting(), correcting()];
  const months = monthsIn(window);
  for (const [done, month] of months.entries()) {
    const name = formatInstant(month.to - 1).slice(0, 7);
    const progress = (what: string): void =>
      tell({ what: `${what} ${name}`, done, of: months.length, steps: 'months' });
    if ('fit' in forecaster) {
      progress('fitting for');
      // Another graph has other errors.
      [corrected, correctedErring] = [correcting(), correcting()];
    }
    const onnx = 'fit' in forecaster ? await fitted(model, facts, month.from, forecaster) : forecaster.onnx;
    progress('forecasting');
    rolled.push(...corrected(await roll(model, { onnx, facts, window: month })));
    // Fitted on weather as it was, asked with weather as it might have been forecast.
    if (wrong) erring.push(...correctedErring(await roll(model, { onnx, facts: wrong, window: month })));
  }
  const steps = stepsIn(model.horizon.step, window).length * model.entities.length;
  if (rolled.length === 0)
    throw new Error(`${model.target} has no value in the window, ${spanOf(model, facts)}: want days that it holds`);
  const verdict = verdictOf(model, rolled);
  return {
    ...verdict,
    notJudged: steps - verdict.model.n,
    daysWithout: daysWithout(model, facts, window),
    withWeatherError: weatherError ? { ...weatherError, model: verdictOf(model, erring).model } : null,
  };
}

function spanOf({ target }: SeriesModel, facts: FactsBySeries): string {
  const all = [...facts].flatMap(([key, { at }]) => (key.startsWith(`${target}|`) ? [at] : []));
  const [first, last] = [Math.min(...all.map((at) => at[0]!)), Math.max(...all.map((at) => at.at(-1)!))];
  return `only from ${parisDate(first)} to ${parisDate(last)}`;
}

const withWeatherError = (facts: FactsBySeries, { celsius, seed, datasets }: WeatherError): FactsBySeries =>
  datasets.reduce((noisy, dataset) => withTemperatureNoise(noisy, dataset, { celsius, seed }), facts);

/** Learns from what was known when the first forecast of the month was issued, and from whole days alone. */
async function fitted(
  model: SeriesModel,
  facts: FactsBySeries,
  from: Instant,
  { fit: learn, earlier }: { readonly fit: Fit; readonly earlier?: FactsBySeries | undefined },
): Promise<Uint8Array> {
  const issuedAt = firstIssue(model, from);
  return learn(factsKnownAt(facts, issuedAt), parisDay(issuedAt).from, earlier && factsKnownAt(earlier, issuedAt));
}

/** The first slot whose window reaches past `from`. */
function firstIssue({ horizon }: SeriesModel, from: Instant): Instant {
  let slot = lastSlot(horizon.issue, from);
  for (;;) {
    const before = lastSlot(horizon.issue, slot - 1);
    if (horizon.window(before).to <= from) return slot;
    slot = before;
  }
}
