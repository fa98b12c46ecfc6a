// Where the odd score of special days stands among ordinary days of the same region, weekday and season: what is left when the calendar cannot explain it.
import { DAY, parisClock } from '../../../data/time.ts';
import type { DayOfRegion } from './odd-days.ts';

export interface MatchedRank {
  /** The special day. */
  readonly at: number;
  /** Of the ordinary days beside it, the share that was less odd; ties count a half. */
  readonly rank: number;
}

const WEEKS = 6;
/** Fewer ordinary days beside it say nothing. */
const FEWEST = 4;

export function matchedRanks(
  days: readonly DayOfRegion[],
  score: Float64Array,
  isSpecial: (at: number) => boolean,
): MatchedRank[] {
  const byRegion = Map.groupBy(
    days.map((day, i) => ({ ...day, score: score[i]!, weekday: parisClock(day.at).weekday })),
    ({ region }) => region,
  );
  return [...byRegion.values()].flatMap((region) => {
    const ordinary = region.filter(({ at, score }) => !isSpecial(at) && !Number.isNaN(score));
    return region.flatMap(({ at, score, weekday }) => {
      if (!isSpecial(at) || Number.isNaN(score)) return [];
      const beside = ordinary.filter(
        (day) => day.weekday === weekday && Math.abs(day.at - at) <= WEEKS * 7 * DAY + DAY / 2,
      );
      if (beside.length < FEWEST) return [];
      const below = beside.reduce((sum, day) => sum + (day.score < score ? 1 : 0) + (day.score === score ? 0.5 : 0), 0);
      return [{ at, rank: below / beside.length }];
    });
  });
}
