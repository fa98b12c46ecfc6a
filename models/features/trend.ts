// How the newest hours compare with the same hours days before: the weather, seen through the load. Hours that miss on either side count on neither.
import { HOUR, type Instant } from '../../data/time.ts';
import { sameHourDaysBefore } from './same-hour.ts';
import { type Asked, hourMean, wholeUntil } from './whole-hour.ts';

/** The ratio over the whole hours since `from`; NaN when fewer than half of them are known on both sides. */
export function trendSince<S extends string>(asked: Asked<S>, from: Instant, daysBefore: number): number {
  const to = wholeUntil(asked.issuedAt);
  let now = 0;
  let before = 0;
  let hours = 0;
  for (let at = from; at < to; at += HOUR) {
    const newer = hourMean(asked, at);
    const older = hourMean(asked, sameHourDaysBefore(at, daysBefore));
    if (Number.isNaN(newer) || Number.isNaN(older)) continue;
    now += newer;
    before += older;
    hours += 1;
  }
  return hours > 0 && 2 * hours * HOUR >= to - from ? now / before : Number.NaN;
}
