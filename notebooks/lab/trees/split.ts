// The best cut of a leaf, read from its histogram: Newton's gain, NaN on whichever side fits better.
import type { BinnedColumn } from './bins.ts';
import type { Histogram, RowGradients } from './histogram.ts';
import { boundWorth, type Direction, type StepBounds, within, worth } from './monotone.ts';
import { STRIDE } from './packed.ts';

export interface BinSplit {
  readonly column: number;
  /** Bins up to this one go left. */
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly gain: number;
  /** The steps of both sides, before any bounds. */
  readonly leftStep: number;
  readonly rightStep: number;
}

export interface SplitRules {
  /** Fewest rows on each side. */
  readonly minRows: number;
  /** Least sum of hessians on each side. */
  readonly minHessian: number;
  readonly lambda: number;
  /** By column, where one is bound. */
  readonly directions: readonly (Direction | undefined)[] | null;
}

/** What a leaf holds in all. */
export interface LeafSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly count: number;
  readonly bounds: StepBounds;
}

const LEAST_GAIN = 1e-10;

/** One loop with nothing called and nothing allocated in it: it runs for every bin of every column of every leaf. */
export function bestSplit(
  columns: readonly BinnedColumn[],
  { packed, hessian }: Histogram,
  { counts, quantum }: RowGradients,
  { gradient, hessian: wholeHessian, count, bounds }: LeafSums,
  { minRows, minHessian, lambda, directions }: SplitRules,
): BinSplit | null {
  const whole = worth(gradient, wholeHessian + lambda, within(bounds, gradient / (wholeHessian + lambda)));
  // A power of two: a product with it is as exact as the quotient, and cheaper.
  const perCount = 1 / counts;
  let best: BinSplit | null = null;
  let bestWorth = whole + LEAST_GAIN;
  for (let column = 0; column < columns.length; column++) {
    const first = column * STRIDE;
    const { missing } = columns[column]!;
    const missingSum = packed[first + missing]!;
    const isMissing = missingSum !== 0;
    // Without a missing value to send right, the last bin leaves nothing there.
    const cuts = isMissing ? missing : missing - 1;
    for (let pass = 0; pass < (isMissing ? 2 : 1); pass++) {
      // First with what is missing on the right, then with it on the left.
      let sum = pass === 1 ? missingSum : 0;
      let sumOfHessians = pass === 1 && hessian ? hessian[first + missing]! : 0;
      for (let cut = 0; cut < cuts; cut++) {
        const inBin = packed[first + cut]!;
        // An empty bin is never 0 by chance: each row adds one to it.
        if (inBin === 0) continue;
        sum += inBin;
        if (hessian) sumOfHessians += hessian[first + cut]!;
        const rounded = Math.floor(sum * perCount);
        const leftCount = sum - rounded * counts;
        if (leftCount < minRows) continue;
        if (count - leftCount < minRows) break;
        const ownHessian = hessian ? sumOfHessians : leftCount;
        if (ownHessian < minHessian || wholeHessian - ownHessian < minHessian) continue;
        const leftG = rounded * quantum;
        const rightG = gradient - leftG;
        const leftH = ownHessian + lambda;
        const rightH = wholeHessian - ownHessian + lambda;
        // Bounds only take away from this, and a product is cheaper than two quotients.
        if (leftG * leftG * rightH + rightG * rightG * leftH <= bestWorth * leftH * rightH) continue;
        const both = directions
          ? boundWorth(directions[column], bounds, [leftG, leftH], [rightG, rightH])
          : (leftG * leftG) / leftH + (rightG * rightG) / rightH;
        if (both <= bestWorth) continue;
        bestWorth = both;
        // What was never missing here goes with the larger side.
        const missingLeft = isMissing ? pass === 1 : leftCount * 2 >= count;
        const [leftStep, rightStep] = [leftG / leftH, rightG / rightH];
        best = { column, cut, missingLeft, gain: both - whole, leftStep, rightStep };
      }
    }
  }
  return best;
}
