// The quantile of a sample: linear between order statistics, type 7 of Hyndman and Fan (the default of R and NumPy). Its median, and the spread that medians tell.
import { PER_MAD } from '../../models/features/like-warm-days.ts';

export function quantileOf(values: Float64Array, level: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.slice().sort();
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

export const medianOf = (values: Float64Array): number => quantileOf(values, 0.5);

/** What would be the standard deviation of a normal distribution with such distances from its middle, of either sign. A wild one moves nothing. */
export const robustSigma = (distances: Float64Array): number => PER_MAD * medianOf(distances.map(Math.abs));
