// The weather over France: temperature, sun, wind and how each day differs from the last. Pure: an instant in, numbers out.
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import { seedOf, smoothNoise } from './noise.ts';

export interface Weather {
  /** Mean of the country weighted by people, °C, without the swing of the day: houses feel it so. */
  readonly feltCelsius: number;
  /** Share of what solar panels could give, 0 to 1. */
  readonly sun: number;
  /** Share of what turbines could give, 0 to 1. */
  readonly wind: number;
  /** Share of what rivers could give, 0 to 1. */
  readonly rivers: number;
  /** Share of the sun's light that clouds let through, by day and night. */
  readonly clearness: number;
  /** -1 in the coldest days of the year, 1 in the hottest. */
  readonly warmth: number;
}

const YEAR = 365.2425 * DAY;
/** The middle of the country. */
const MIDDLE = { latitude: 46.5, longitude: 2.4 };

export function simulateWeather(seed: number): (at: Instant) => Weather {
  const air = smoothNoise(seedOf(seed, 'air'), 5 * DAY);
  const front = smoothNoise(seedOf(seed, 'front'), 1.5 * DAY);
  const season = smoothNoise(seedOf(seed, 'season'), 40 * DAY);
  const cloud = smoothNoise(seedOf(seed, 'cloud'), 0.8 * DAY);
  const breeze = smoothNoise(seedOf(seed, 'breeze'), 9 * HOUR);
  const storm = smoothNoise(seedOf(seed, 'storm'), 2.2 * DAY);
  const rain = smoothNoise(seedOf(seed, 'rain'), 25 * DAY);

  return (at) => {
    // 0 at the turn of the year; the coldest days come around 20 January.
    const year = (at / YEAR) % 1;
    const warmth = -Math.cos(2 * Math.PI * (year - 20 / 365));
    const feltCelsius = 12.6 + 7.9 * warmth + 3.4 * air(at) + 2.2 * front(at) + 1.6 * season(at);
    const windier = 0.3 - 0.09 * warmth;
    const wind = Math.min(0.92, Math.max(0.03, windier + 0.26 * storm(at) + 0.1 * breeze(at)));
    const rivers = Math.min(1, Math.max(0.25, 0.58 - 0.16 * Math.sin(2 * Math.PI * (year - 0.45)) + 0.14 * rain(at)));
    const clearness = 0.62 + 0.34 * cloud(at);
    return { feltCelsius, sun: sunshine(at, MIDDLE) * clearness, wind, rivers, clearness, warmth };
  };
}

/** Height of the sun over a place, as a share of a panel's best. */
export function sunshine(
  at: Instant,
  { latitude: degrees, longitude }: { readonly latitude: number; readonly longitude: number },
): number {
  const year = (at / YEAR) % 1;
  const latitude = (degrees * Math.PI) / 180;
  const declination = -0.4091 * Math.cos(2 * Math.PI * (year + 10 / 365));
  const hourAngle = 2 * Math.PI * (((at % DAY) / DAY + longitude / 360) % 1) - Math.PI;
  const height =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return height <= 0 ? 0 : height ** 1.15;
}
