// The seasons of meteorology, by the Paris calendar. Never a feature: what is compared with its like is told apart by them.
import { type Instant, parisClock } from '../data/time.ts';

export const SEASONS = ['winter', 'spring', 'summer', 'autumn'] as const;
export type Season = (typeof SEASONS)[number];

/** Winter is December to February, and so on by three months. */
export const seasonOf = (at: Instant): Season => SEASONS[Math.floor((parisClock(at).month % 12) / 3)]!;
