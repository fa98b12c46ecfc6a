// The temperature of the day that is forecast and of the days before it, each as the morning before foresaw it. A day nobody foresaw is NaN.
import { type Instant, parisDay } from '../../data/time.ts';
import type { History } from '../history.ts';

export const TEMPERATURE_INPUTS = [
  'weather-day-ahead/temperature_mean_celsius',
  'weather-day-ahead/temperature_min_celsius',
  'weather-day-ahead/temperature_max_celsius',
] as const;
export type TemperatureInput = (typeof TEMPERATURE_INPUTS)[number];

export interface ForecastDay {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** How far back days are read. */
const DAYS = 22;

/** The day around `validAt` first, then the one before it, and so on. */
export function forecastDays(history: History<TemperatureInput>, entity: string, validAt: Instant): ForecastDay[] {
  return Array.from({ length: DAYS }, (_, before) => {
    const midnight = parisDay(validAt, -before).from;
    const [mean, min, max] = TEMPERATURE_INPUTS.map((series) => history.at(series, entity, midnight));
    return { mean: mean ?? Number.NaN, min: min ?? Number.NaN, max: max ?? Number.NaN };
  });
}

/** The mean of the values from `first` days before on, halving in weight every `halfLifeDays`; of those that are known. */
export function smoothedFrom(values: readonly number[], first: number, halfLifeDays: number): number {
  const [fade, reach] = [0.5 ** (1 / halfLifeDays), first + 14];
  let [sum, weights, weight] = [0, 0, 1];
  for (let day = first; day < values.length && day < reach; day++, weight *= fade) {
    const value = values[day]!;
    // Without the first of them there is no news to smooth.
    if (Number.isNaN(value) && day === first) return Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += weight * value;
    weights += weight;
  }
  return sum / weights;
}
