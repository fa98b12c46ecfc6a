// Brings other publishers' temperatures of France onto the scale that the edge sees, ERA5 at 32 cities weighted by people. Constants only; how they were fitted stands beside them.

export interface DayTemperature {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

type Fit = Readonly<Record<keyof DayTemperature, readonly number[]>>;

/**
 * Least squares over the 270 days of 2023 (January to September) that `temperature_daily_regional` and `era5_national_daily` both
 * have: intercept, then lowest and highest of the regions weighted by their people. What is left has a standard deviation of
 * 0.51 °C for the mean, 0.57 °C for the lowest, 0.60 °C for the highest; unmapped, the regions are 0.75 °C warmer.
 */
const REGIONS: Fit = {
  mean: [-1.354, 0.4658, 0.548],
  min: [-1.44, 0.8385, 0.1541],
  max: [-0.9054, 0.0481, 0.9634],
};

/**
 * Least squares over the 365 days of 2023: intercept, then mean, lowest and highest of Enedis's smoothed temperature, and its mean of the
 * day before, which undoes the smoothing. Left: 0.42, 0.81 and 0.83 °C.
 */
const ENEDIS: Fit = {
  mean: [-1.0406, 2.5842, 0.1865, -0.2504, -1.4939],
  min: [-1.4115, 1.9166, 1.4388, -0.8188, -1.5929],
  max: [-0.361, 1.7815, -0.3437, 0.9949, -1.3371],
};

export const fromRegions = ({ min, max }: DayTemperature): DayTemperature => applied(REGIONS, [min, max]);

export const fromEnedis = ({ mean, min, max }: DayTemperature, meanBefore: number): DayTemperature =>
  applied(ENEDIS, [mean, min, max, meanBefore]);

function applied(fit: Fit, known: readonly number[]): DayTemperature {
  const value = ([intercept = Number.NaN, ...slopes]: readonly number[]): number =>
    slopes.reduce((sum, slope, i) => sum + slope * known[i]!, intercept);
  return { mean: value(fit.mean), min: value(fit.min), max: value(fit.max) };
}
