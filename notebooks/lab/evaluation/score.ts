// How far forecasts were from what came true. Says nothing of intervals (interval.ts).

/** In the unit of the target, but for `mape_percent` and `r2`. */
export interface Errors {
  readonly count: number;
  readonly mae: number;
  readonly rmse: number;
  readonly mape_percent: number;
  /** Forecast minus truth: positive is too high. */
  readonly bias: number;
  /** The share of the variance that is explained; below 0 where the mean of the truth would have done better. */
  readonly r2: number;
}

export function errorsOf(forecast: Float64Array, truth: Float64Array): Errors {
  const count = truth.length;
  const mean = truth.reduce((sum, value) => sum + value, 0) / count;
  let [absolute, square, relative, bias, variance] = [0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const error = forecast[i]! - truth[i]!;
    absolute += Math.abs(error);
    square += error * error;
    relative += Math.abs(error / truth[i]!);
    bias += error;
    variance += (truth[i]! - mean) ** 2;
  }
  return {
    count,
    mae: absolute / count,
    rmse: Math.sqrt(square / count),
    mape_percent: (100 * relative) / count,
    bias: bias / count,
    r2: 1 - square / variance,
  };
}

/** Of a power. */
export interface Score {
  readonly count: number;
  readonly mae_mw: number;
  readonly rmse_mw: number;
  readonly mape_percent: number;
  readonly bias_mw: number;
  readonly r2: number;
}

export function scoreOf(forecast: Float64Array, truth: Float64Array): Score {
  const { mae, rmse, bias, ...rest } = errorsOf(forecast, truth);
  return { ...rest, mae_mw: mae, rmse_mw: rmse, bias_mw: bias };
}

/** The rows that the truth and every forecast have: to leave a gap out for one alone would be an advantage. */
export function sharedRows(forecasts: readonly Float64Array[], truth: Float64Array): number[] {
  return Array.from(truth.keys()).filter((i) => [truth, ...forecasts].every((values) => !Number.isNaN(values[i]!)));
}

/** Several forecasts of the same truth, over the hours that all of them have. */
export function compare<Name extends string>(
  forecasts: Readonly<Record<Name, Float64Array>>,
  truth: Float64Array,
): Record<Name, Score> {
  const shared = sharedRows(Object.values<Float64Array>(forecasts), truth);
  const at = (values: Float64Array): Float64Array => Float64Array.from(shared, (i) => values[i]!);
  // The compiler cannot see that the loop leaves no name out.
  const scores = {} as Record<Name, Score>;
  for (const name in forecasts) scores[name] = scoreOf(at(forecasts[name]), at(truth));
  return scores;
}

/** The share of the reference's error that is gone: 1 for no error at all, 0 for no better, negative for worse. */
export const skillOver = (error: number, reference: number): number => 1 - error / reference;
