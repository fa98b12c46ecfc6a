// The plainest detector there is: how many robust standard deviations a value is from the median of the day before it. A baseline.
import { quantileOf } from '../quantile.ts';

/** A normal distribution has its standard deviation at 1.4826 times its median absolute deviation. */
const PER_MAD = 1.4826;

export function rollingZ(value: Float64Array, window: number): Float64Array {
  return value.map((one, i) => {
    if (i < window) return Number.NaN;
    const { centre, scale } = robustCentre(value.subarray(i - window, i));
    return Math.abs(one - centre) / scale;
  });
}

export function robustCentre(values: Float64Array): { readonly centre: number; readonly scale: number } {
  const centre = quantileOf(values, 0.5);
  const scale =
    PER_MAD *
    quantileOf(
      values.map((value) => Math.abs(value - centre)),
      0.5,
    );
  // A sensor that stands still has no spread: anything else is far away, and not infinitely so.
  return { centre, scale: Math.max(scale, 1e-9 * Math.max(1, Math.abs(centre))) };
}
