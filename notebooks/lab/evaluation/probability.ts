// How good probabilities of a yes were: Brier, and whether 70 % happens seven times in ten. How well they rank is in ranking.ts.

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean probability that was said. */
  readonly said: number;
  /** How often it happened. */
  readonly happened: number;
}

/** The mean squared error of a probability; `happened` is 0 or 1. */
export function brierOf(probability: ArrayLike<number>, happened: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < happened.length; i++) sum += (probability[i]! - happened[i]!) ** 2;
  return sum / happened.length;
}

/** Bins of equal width; those in which nothing was said are left out. */
export function reliabilityOf(
  probability: ArrayLike<number>,
  happened: ArrayLike<number>,
  bins = 10,
): ReliabilityBin[] {
  const [counts, said, came] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  for (let i = 0; i < happened.length; i++) {
    // 1 belongs to the last bin.
    const bin = Math.min(bins - 1, Math.floor(probability[i]! * bins));
    counts[bin]! += 1;
    said[bin]! += probability[i]!;
    came[bin]! += happened[i]!;
  }
  return Array.from(counts, (count, bin) => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    said: said[bin]! / count,
    happened: came[bin]! / count,
  })).filter(({ count }) => count > 0);
}

/** The mean distance between what was said and what came, over all that was said. */
export function calibrationErrorOf(bins: readonly ReliabilityBin[]): number {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  return bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.said - bin.happened), 0) / count;
}
