// The same hour a week before, moved as the last day moved; of an older week where that one is missing. What a forecast must beat.
import { DAY, type Instant } from '../../data/time.ts';
import { sameHourDaysBefore } from './same-hour.ts';
import { trendSince } from './trend.ts';
import { type Asked, hourMean, wholeUntil } from './whole-hour.ts';

export function lastWeekMoved<S extends string>(asked: Asked<S>, validAt: Instant): number {
  for (const days of [7, 14, 21, 28]) {
    const before = hourMean(asked, sameHourDaysBefore(validAt, days));
    if (Number.isNaN(before)) continue;
    const trend = trendSince(asked, wholeUntil(asked.issuedAt) - DAY, days);
    return Number.isNaN(trend) ? before : before * trend;
  }
  return Number.NaN;
}
