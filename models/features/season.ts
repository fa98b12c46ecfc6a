// The time of year as smooth waves, so that 31 December and 1 January are neighbours.
import type { Instant } from '../../data/time.ts';
import { parisClock } from '../../data/time.ts';

const DAYS_PER_YEAR = 365.2425;

/** The n-th harmonic of the year: -1 to 1. */
export function yearWave(at: Instant, harmonic: number): { readonly sin: number; readonly cos: number } {
  const angle = (2 * Math.PI * harmonic * parisClock(at).dayOfYear) / DAYS_PER_YEAR;
  return { sin: Math.sin(angle), cos: Math.cos(angle) };
}
