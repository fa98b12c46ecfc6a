// How good bounds, quantiles and whole distributions were. Never looks at a single best guess (score.ts).

/** The share of truths within [low, high]. */
export function coverageOf(low: Float64Array, high: Float64Array, truth: Float64Array): number {
  let inside = 0;
  for (let i = 0; i < truth.length; i++) if (low[i]! <= truth[i]! && truth[i]! <= high[i]!) inside += 1;
  return inside / truth.length;
}

/** What a coverage is worth depends on how wide it is bought. */
export function meanWidthOf(low: Float64Array, high: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < low.length; i++) sum += high[i]! - low[i]!;
  return sum / low.length;
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

export interface QuantileForecast {
  readonly level: number;
  readonly values: Float64Array;
}

/**
 * The continuous ranked probability score, as far as quantiles tell it: twice the pinball loss over all levels, each
 * of which is stood for by the nearest that was forecast. In the unit of the target; of a median alone, its MAE.
 */
export function crpsOfQuantiles(quantiles: readonly QuantileForecast[], truth: Float64Array): number {
  if (quantiles.some(({ level }, i) => level <= (quantiles[i - 1]?.level ?? 0) || level >= 1)) {
    throw new Error(`levels are ${quantiles.map(({ level }) => level).join(', ')}, want ascending within 0 and 1`);
  }
  const middle = (i: number): number => {
    const [before, after] = [quantiles[i - 1]?.level, quantiles[i]?.level];
    if (before === undefined) return 0;
    return after === undefined ? 1 : (before + after) / 2;
  };
  return quantiles.reduce(
    (sum, { level, values }, i) => sum + 2 * (middle(i + 1) - middle(i)) * pinballOf(values, truth, level),
    0,
  );
}

/** Exact, for one truth and the sample a forecast consists of: E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007). */
export function crpsOfSample(sample: Float64Array, truth: number): number {
  const sorted = sample.toSorted();
  const n = sorted.length;
  let [distance, spread] = [0, 0];
  sorted.forEach((value, i) => {
    distance += Math.abs(value - truth);
    // Sorted, the sum over all pairs is one over places.
    spread += (2 * i + 1 - n) * value;
  });
  return distance / n - spread / (n * n);
}
