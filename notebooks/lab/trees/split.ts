// The best cut of a leaf, read from its histogram: least squares on the gradients, NaN on whichever side fits better.
import type { BinnedColumn } from './bins.ts';

/** [sum of gradients, count] per bin, columns one after the other. */
export type Histogram = Float64Array;

export interface Split {
  readonly feature: number;
  /** Bins up to this one go left. */
  readonly cut: number;
  readonly missingLeft: boolean;
  readonly gain: number;
}

export interface SplitRules {
  /** Fewest rows on each side. */
  readonly minRows: number;
  readonly lambda: number;
}

export interface HistogramLayout {
  readonly columns: readonly BinnedColumn[];
  /** Where each column begins in a histogram. */
  readonly offsets: readonly number[];
  /** The features that may be cut. */
  readonly candidates: readonly number[];
}

export function bestSplit(
  histogram: Histogram,
  { columns, offsets, candidates }: HistogramLayout,
  sum: number,
  count: number,
  { minRows, lambda }: SplitRules,
): Split | null {
  const parent = (sum * sum) / (count + lambda);
  let best = { feature: -1, cut: 0, missingLeft: false, gain: 1e-10 };
  // Numbers in, nothing allocated unless it is better: this runs for every bin of every column of every leaf.
  const consider = (feature: number, cut: number, missingLeft: boolean, g: number, n: number): void => {
    const right = count - n;
    if (n < minRows || right < minRows) return;
    const gain = (g * g) / (n + lambda) + ((sum - g) * (sum - g)) / (right + lambda) - parent;
    if (gain > best.gain) best = { feature, cut, missingLeft, gain };
  };
  for (const feature of candidates) {
    const { missing } = columns[feature]!;
    const offset = offsets[feature]!;
    const missingSum = histogram[offset + 2 * missing]!;
    const missingCount = histogram[offset + 2 * missing + 1]!;
    // Without a missing value to send right, the last bin leaves nothing there.
    const cuts = missingCount > 0 ? missing : missing - 1;
    let g = 0;
    let n = 0;
    for (let cut = 0; cut < cuts; cut++) {
      g += histogram[offset + 2 * cut]!;
      n += histogram[offset + 2 * cut + 1]!;
      // What was never missing here goes with the larger side.
      if (missingCount === 0) consider(feature, cut, n * 2 >= count, g, n);
      else {
        consider(feature, cut, false, g, n);
        consider(feature, cut, true, g + missingSum, n + missingCount);
      }
    }
  }
  return best.feature < 0 ? null : best;
}
