// How well a forecast did. Each metric says its unit in its name; hours without a forecast or a truth are left out and counted.

export interface Score {
  readonly count: number;
  readonly mae_mw: number;
  readonly rmse_mw: number;
  readonly mape_percent: number;
  /** Forecast minus truth: positive is too high. */
  readonly bias_mw: number;
}

export function scoreOf(forecast: Float64Array, truth: Float64Array): Score {
  let [count, absolute, square, relative, bias] = [0, 0, 0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    const error = forecast[i]! - truth[i]!;
    if (Number.isNaN(error)) continue;
    count += 1;
    absolute += Math.abs(error);
    square += error * error;
    relative += Math.abs(error / truth[i]!);
    bias += error;
  }
  return {
    count,
    mae_mw: absolute / count,
    rmse_mw: Math.sqrt(square / count),
    mape_percent: (100 * relative) / count,
    bias_mw: bias / count,
  };
}

/** The share of truths within [low, high]. */
export function coverageOf(low: Float64Array, high: Float64Array, truth: Float64Array): number {
  const inside = truth.filter((value, i) => low[i]! <= value && value <= high[i]!);
  return inside.length / truth.length;
}

/** The mean pinball loss of a quantile forecast: what a quantile minimises. */
export function pinballOf(quantile: Float64Array, truth: Float64Array, level: number): number {
  const losses = truth.map((value, i) =>
    Math.max(level * (value - quantile[i]!), (level - 1) * (value - quantile[i]!)),
  );
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
