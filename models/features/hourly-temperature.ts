// Hours of temperature made of days: lowest at six, highest at fifteen, and what walls and people remember of the last day of it.
import type { ForecastDay } from './forecast-days.ts';

const LOWEST_HOUR = 6;
const HIGHEST_HOUR = 15;
const HOURS = 24;
/** What buildings and habits hold back of a change. */
const HALF_LIFE_HOURS = 15;

/** Share of the way from the day's lowest to its highest temperature. */
const WAY_UP = Array.from({ length: HOURS }, (_, hour) => {
  if (hour < LOWEST_HOUR) return 0;
  if (hour <= HIGHEST_HOUR)
    return 0.5 - 0.5 * Math.cos((Math.PI * (hour - LOWEST_HOUR)) / (HIGHEST_HOUR - LOWEST_HOUR));
  return 0.5 + 0.5 * Math.cos((Math.PI * (hour - HIGHEST_HOUR)) / (HOURS + LOWEST_HOUR - HIGHEST_HOUR - 1));
});

export const temperatureAt = ({ min, max }: ForecastDay, hour: number): number => min + (max - min) * WAY_UP[hour]!;

/** Per day, as `days` has them (newest first), the smoothed temperature of its 24 hours; NaN for a day that is not known. */
export function smoothedHours(days: readonly ForecastDay[]): Float64Array[] {
  const share = 1 - 0.5 ** (1 / HALF_LIFE_HOURS);
  const smoothed = days.map(() => new Float64Array(HOURS).fill(Number.NaN));
  let now = Number.NaN;
  for (let day = days.length - 1; day >= 0; day--) {
    for (let hour = 0; hour < HOURS; hour++) {
      const celsius = temperatureAt(days[day]!, hour);
      if (Number.isNaN(celsius)) continue;
      now = Number.isNaN(now) ? celsius : now + share * (celsius - now);
      smoothed[day]![hour] = now;
    }
  }
  return smoothed;
}
