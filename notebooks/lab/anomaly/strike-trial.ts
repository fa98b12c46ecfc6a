// How far above ordinary days a measure ranks days of strike, and how sure that is: weeks are drawn again, because a long strike is no dozens of separate events.
import { parisClock, parisDay, type TimeWindow } from '../../../data/time.ts';
import { type Bounds, blockBootstrap } from '../gas/block-bootstrap.ts';
import type { DayScores } from './strike-measures.ts';
import { matchedRanks } from './strike-ranks.ts';

export interface Trial extends Bounds {
  /** Days of strike that have ordinary days beside them. */
  readonly days: number;
}

export interface TrialOptions {
  /** No day of strike is ordinary, whether it is counted or not. */
  readonly isStrike: (at: number) => boolean;
  readonly isCounted: (at: number) => boolean;
  readonly window: TimeWindow;
  readonly seed: number;
  readonly draws?: number;
}

/** Null where the window has no such day: there is nothing to rank. */
export function strikeTrial(
  { days, score }: DayScores,
  { isStrike, isCounted, window, seed, draws = 300 }: TrialOptions,
): Trial | null {
  const ranks = matchedRanks(days, score, isStrike).filter(
    ({ at }) => isCounted(at) && at >= window.from && at < window.to,
  );
  if (ranks.length === 0) return null;
  const bounds = blockBootstrap({
    block: ranks.map(({ at }) => weekOf(at)),
    figure: (drawn) => drawn.reduce((sum, n) => sum + ranks[n]!.rank, 0) / drawn.length,
    seed,
    draws,
  });
  return { ...bounds, days: new Set(ranks.map(({ at }) => at)).size };
}

/** How far the whole interval stays from chance, on either side; below 0 where chance is inside. */
export const farFromChance = ({ low, high }: Bounds): number => Math.max(low - 0.5, 0.5 - high);

/** A strike on a weekend keeps nobody from an office. */
export const isOfficeDay = (at: number): boolean => parisClock(at).weekday < 5;

/** Midnight of its Monday in Paris. */
const weekOf = (at: number): number => parisDay(at, -parisClock(at).weekday).from;
