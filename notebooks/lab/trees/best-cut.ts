// The best cut of one column of a node, over its bins. Small nodes fill few of them, so the bins that are filled are noted.
import { type BinnedColumn, binColumn, columnValues } from './bins.ts';
import type { Cut, CutFinder } from './deep.ts';
import { ABOVE_ALL } from './tree.ts';

const BITS = 32;
const STRIDE = 256;

export function bestCutFinder({ x, features }: { readonly x: Float32Array; readonly features: number }): CutFinder {
  const columns: BinnedColumn[] = Array.from({ length: features }, (_, j) => binColumn(columnValues(x, features, j)));
  const sums = new Float64Array(STRIDE);
  const weightsIn = new Float64Array(STRIDE);
  const counts = new Float64Array(STRIDE);
  const filled = new Int32Array(STRIDE / BITS);

  return (rows, column, minRows, atLeast) => {
    const { order, from, to, target, weights, sum: wholeSum, weight: wholeWeight } = rows;
    const { bin, bounds, missing } = columns[column]!;
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      const b = bin[row]!;
      filled[b >>> 5]! |= 1 << (b & 31);
      sums[b]! += weights[row]! * target[row]!;
      weightsIn[b]! += weights[row]!;
      counts[b]! += 1;
    }
    const missingCount = counts[missing]!;
    const cuts = missingCount > 0 ? missing : missing - 1;
    let best: Cut | null = null;
    let bestWorth = atLeast;
    for (let pass = 0; pass < (missingCount > 0 ? 2 : 1); pass++) {
      // First with what is missing on the right, then with it on the left.
      let leftSum = pass === 1 ? sums[missing]! : 0;
      let leftWeight = pass === 1 ? weightsIn[missing]! : 0;
      let leftCount = pass === 1 ? missingCount : 0;
      for (let word = 0; word < filled.length; word++) {
        for (let bits = filled[word]!; bits !== 0; bits &= bits - 1) {
          const cut = word * BITS + (31 - Math.clz32(bits & -bits));
          if (cut >= cuts) continue;
          leftSum += sums[cut]!;
          leftWeight += weightsIn[cut]!;
          leftCount += counts[cut]!;
          if (leftCount < minRows || to - from - leftCount < minRows) continue;
          const rightSum = wholeSum - leftSum;
          const rightWeight = wholeWeight - leftWeight;
          const worth = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight;
          if (worth <= bestWorth) continue;
          bestWorth = worth;
          const missingLeft = missingCount > 0 ? pass === 1 : leftCount * 2 >= to - from;
          best = { column, threshold: bounds[cut] ?? ABOVE_ALL, missingLeft, worth };
        }
      }
    }
    for (let word = 0; word < filled.length; word++) {
      for (let bits = filled[word]!; bits !== 0; bits &= bits - 1) {
        const b = word * BITS + (31 - Math.clz32(bits & -bits));
        sums[b] = 0;
        weightsIn[b] = 0;
        counts[b] = 0;
      }
      filled[word] = 0;
    }
    return best;
  };
}
