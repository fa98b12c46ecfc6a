// How wrong forecasts were, as sums that add up over hours, entities and years, and the figures people read from them. Pure.

/** In the unit of the target, or its square. */
export interface ErrorSums {
  readonly steps: number;
  readonly error: number;
  readonly absoluteError: number;
  readonly squaredError: number;
  /** Of the steps whose truth is not 0. */
  readonly relativeSteps: number;
  readonly relativeError: number;
  /** Of the steps with an interval of 80 %. */
  readonly boundedSteps: number;
  readonly insideSteps: number;
  /** Over the quantiles that were said. */
  readonly quantiles: number;
  readonly pinball: number;
}

/** One step that was forecast and has come true. */
export interface ForecastStep {
  readonly truth: number;
  readonly value: number;
  readonly quantiles?: readonly { readonly level: number; readonly value: number }[];
}

/** Null where there is nothing to divide by: a figure of nothing is no figure. */
export interface ErrorFigures {
  readonly steps: number;
  readonly mape_percent: number | null;
  readonly mae: number | null;
  readonly rmse: number | null;
  /** Above 0 when too much was forecast. */
  readonly bias: number | null;
  readonly pinball: number | null;
  readonly coverage_80: number | null;
}

export function errorSums({ truth, value, quantiles = [] }: ForecastStep): ErrorSums {
  const error = value - truth;
  const [low, high] = [0.1, 0.9].map((level) => quantiles.find((one) => one.level === level)?.value);
  const isBounded = low !== undefined && high !== undefined;
  return {
    steps: 1,
    error,
    absoluteError: Math.abs(error),
    squaredError: error ** 2,
    relativeSteps: truth === 0 ? 0 : 1,
    relativeError: truth === 0 ? 0 : Math.abs(error / truth),
    boundedSteps: isBounded ? 1 : 0,
    insideSteps: isBounded && low <= truth && truth <= high ? 1 : 0,
    quantiles: quantiles.length,
    pinball: quantiles.reduce((sum, one) => sum + pinballOf(one.level, truth - one.value), 0),
  };
}

/** What lies above a high quantile costs more than what lies below it. */
const pinballOf = (level: number, above: number): number => Math.max(level * above, (level - 1) * above);

export function addedUp(a: ErrorSums, b: ErrorSums): ErrorSums {
  return {
    steps: a.steps + b.steps,
    error: a.error + b.error,
    absoluteError: a.absoluteError + b.absoluteError,
    squaredError: a.squaredError + b.squaredError,
    relativeSteps: a.relativeSteps + b.relativeSteps,
    relativeError: a.relativeError + b.relativeError,
    boundedSteps: a.boundedSteps + b.boundedSteps,
    insideSteps: a.insideSteps + b.insideSteps,
    quantiles: a.quantiles + b.quantiles,
    pinball: a.pinball + b.pinball,
  };
}

export function figuresOf(sums: ErrorSums): ErrorFigures {
  const meanSquare = ratio(sums.squaredError, sums.steps);
  const relative = ratio(sums.relativeError, sums.relativeSteps);
  return {
    steps: sums.steps,
    mape_percent: relative === null ? null : 100 * relative,
    mae: ratio(sums.absoluteError, sums.steps),
    rmse: meanSquare === null ? null : Math.sqrt(meanSquare),
    bias: ratio(sums.error, sums.steps),
    pinball: ratio(sums.pinball, sums.quantiles),
    coverage_80: ratio(sums.insideSteps, sums.boundedSteps),
  };
}

/** How much smaller the absolute error is than the rival's over the same steps: 1 is perfect, below 0 is worse. */
export function skillOver(rival: ErrorSums, ours: ErrorSums): number | null {
  const ofRivals = ratio(ours.absoluteError, rival.absoluteError);
  return ofRivals === null || rival.steps !== ours.steps ? null : 1 - ofRivals;
}

const ratio = (sum: number, over: number): number | null => (over === 0 ? null : sum / over);
