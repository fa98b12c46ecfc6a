// The plainest detector there is: how many robust standard deviations a value is from the median of the day before it. A baseline.
import { medianOf, robustSigma } from '../quantile.ts';

export function rollingZ(value: Float64Array, window: number): Float64Array {
  return value.map((one, i) => {
    if (i < window) return Number.NaN;
    const { centre, scale } = robustCentre(value.subarray(i - window, i));
    return Math.abs(one - centre) / scale;
  });
}

export function robustCentre(values: Float64Array): { readonly centre: number; readonly scale: number } {
  const centre = medianOf(values);
  const scale = robustSigma(values.map((value) => value - centre));
  // A sensor that stands still has no spread: anything else is far away, and not infinitely so.
  return { centre, scale: Math.max(scale, 1e-9 * Math.max(1, Math.abs(centre))) };
}
