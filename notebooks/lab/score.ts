// How well forecasts did. Each metric says its unit in its name.

export interface Score {
  readonly count: number;
  readonly mae_mw: number;
  readonly rmse_mw: number;
  readonly mape_percent: number;
  /** Forecast minus truth: positive is too high. */
  readonly bias_mw: number;
}

export function scoreOf(forecast: Float64Array, truth: Float64Array): Score {
  let [absolute, square, relative, bias] = [0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const error = forecast[i]! - truth[i]!;
    absolute += Math.abs(error);
    square += error * error;
    relative += Math.abs(error / truth[i]!);
    bias += error;
  }
  const count = truth.length;
  return {
    count,
    mae_mw: absolute / count,
    rmse_mw: Math.sqrt(square / count),
    mape_percent: (100 * relative) / count,
    bias_mw: bias / count,
  };
}

/** Several forecasts of the same truth, over the hours that all of them have: otherwise a gap would be an advantage. */
export function compare<Name extends string>(
  forecasts: Readonly<Record<Name, Float64Array>>,
  truth: Float64Array,
): Record<Name, Score> {
  const all = Object.values<Float64Array>(forecasts);
  const shared = Array.from(truth.keys()).filter((i) => all.every((values) => !Number.isNaN(values[i]!)));
  const at = (values: Float64Array): Float64Array => Float64Array.from(shared, (i) => values[i]!);
  // The compiler cannot see that the loop leaves no name out.
  const scores = {} as Record<Name, Score>;
  for (const name in forecasts) scores[name] = scoreOf(at(forecasts[name]), at(truth));
  return scores;
}

/** The share of truths within [low, high]. */
export function coverageOf(low: Float64Array, high: Float64Array, truth: Float64Array): number {
  let inside = 0;
  for (let i = 0; i < truth.length; i++) if (low[i]! <= truth[i]! && truth[i]! <= high[i]!) inside += 1;
  return inside / truth.length;
}

/** The mean pinball loss: what the quantile of this level minimises. */
export function pinballOf(quantile: Float64Array, truth: Float64Array, level: number): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i]! - quantile[i]!;
    sum += Math.max(level * error, (level - 1) * error);
  }
  return sum / truth.length;
}
