// One cut of a column of a node, drawn between the least and the greatest value there. NaN goes to whichever side fits better.
import { columnValues } from './bins.ts';
import type { Cut, CutFinder } from './deep.ts';
import { ABOVE_ALL } from './tree.ts';

export function randomCutFinder({ x, features }: { readonly x: Float32Array; readonly features: number }): CutFinder {
  const columns = Array.from({ length: features }, (_, j) => columnValues(x, features, j));

  return (rows, column, minRows, atLeast, random) => {
    const { order, from, to, target, weights, sum: wholeSum, weight: wholeWeight } = rows;
    const values = columns[column]!;
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = from; i < to; i++) {
      const value = values[order[i]!]!;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    const isKnown = least <= greatest;
    if (!isKnown) return null;
    const drawn = Math.fround(least + random.next() * (greatest - least));
    // Where all known values are one, what is known is parted from what is missing.
    const threshold = least === greatest ? ABOVE_ALL : drawn < greatest ? drawn : least;
    let [sum, weight, count, missingSum, missingWeight, missingCount] = [0, 0, 0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const row = order[i]!;
      const value = values[row]!;
      if (value <= threshold) {
        sum += weights[row]! * target[row]!;
        weight += weights[row]!;
        count += 1;
      } else if (Number.isNaN(value)) {
        missingSum += weights[row]! * target[row]!;
        missingWeight += weights[row]!;
        missingCount += 1;
      }
    }
    const cutWith = (leftSum: number, leftWeight: number, leftCount: number, missingLeft: boolean): Cut | null => {
      if (leftCount < minRows || to - from - leftCount < minRows) return null;
      const worth = leftSum ** 2 / leftWeight + (wholeSum - leftSum) ** 2 / (wholeWeight - leftWeight);
      return worth > atLeast ? { column, threshold, missingLeft, worth } : null;
    };
    if (missingCount === 0) return cutWith(sum, weight, count, count * 2 >= to - from);
    const onRight = cutWith(sum, weight, count, false);
    const onLeft = cutWith(sum + missingSum, weight + missingWeight, count + missingCount, true);
    return (onLeft?.worth ?? atLeast) > (onRight?.worth ?? atLeast) ? onLeft : onRight;
  };
}
