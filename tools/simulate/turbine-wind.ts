// The wind at the hub: Weibull over the years, stronger in winter and in the afternoon, with a memory of days, hours and minutes. Pure.
import { DAY, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { seedOf, smoothNoise, whiteNoise } from './noise.ts';

/** Shape 2 (Rayleigh) is what sites on the plains of Europe show; with this scale the mean is 8.2 * Γ(1.5) = 7.27 m/s. */
export const WEIBULL = { shape: 2, metersPerSecond: 8.2 } as const;
/** How far the hour and the season swing the scale. */
const DIURNAL = 0.1;
const WINDIEST_HOUR_UTC = 14;
const SEASONAL = 0.12;
const WINDIEST_DAY = 20;
/** Of the mean of a minute: gusts are shorter. */
const TURBULENCE = 0.07;
const YEAR = 365.2425 * DAY;

/** Weights and memories of what makes the wind: their squares sum to 1, so that the sum has the variance of one of them. */
const LAYERS = [
  { name: 'pressure', weight: 0.62, period: 2.6 * DAY, shared: true },
  { name: 'front', weight: 0.55, period: 15 * HOUR, shared: true },
  { name: 'breeze', weight: 0.42, period: 4 * HOUR, shared: true },
  { name: 'gusts', weight: 0.37, period: 25 * MINUTE, shared: false },
] as const;
/** Variance of `smoothNoise`: uniform at its nodes, less between them. */
const LAYER_VARIANCE = 26 / 105;

export function simulateWind(seed: number, turbine: string): (at: Instant) => number {
  const layers = LAYERS.map(({ name, weight, period, shared }) => ({
    weight: weight / Math.sqrt(LAYER_VARIANCE),
    // One farm: what is larger than it comes over both turbines.
    noise: smoothNoise(seedOf(seed, shared ? `wind ${name}` : `wind ${name} ${turbine}`), period),
  }));
  const turbulence = whiteNoise(seedOf(seed, `turbulence ${turbine}`));
  return (at) => {
    const normal = layers.reduce((sum, { weight, noise }) => sum + weight * noise(at), 0);
    const hour = Math.cos((2 * Math.PI * (at - WINDIEST_HOUR_UTC * HOUR)) / DAY);
    const season = Math.cos((2 * Math.PI * (at - WINDIEST_DAY * DAY)) / YEAR);
    const scale = WEIBULL.metersPerSecond * (1 + DIURNAL * hour) * (1 + SEASONAL * season);
    const calm = scale * (-Math.log(1 - normalShare(normal))) ** (1 / WEIBULL.shape);
    return Math.max(0, calm * (1 + TURBULENCE * Math.sqrt(3) * turbulence(Math.floor(at / MINUTE))));
  };
}

/** Share of a normal distribution below z (Abramowitz and Stegun 26.2.17, within 7.5e-8), kept off 0 and 1. */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return Math.min(1 - 1e-6, Math.max(1e-6, z < 0 ? tail : 1 - tail));
}
