// The same hour on the Paris clock, days before: what people do at 19:00 follows the clock on the wall, not UTC.
import { DAY, type Instant, parisOffset } from '../../data/time.ts';

/**
 * The instant at which Paris showed this local time `days` days earlier. Of the hour that October lives twice, the one
 * with the offset of `at`; for the hour that March skips, the hour before it.
 */
export function sameHourDaysBefore(at: Instant, days: number): Instant {
  const sameUtc = at - days * DAY;
  const moved = sameUtc + parisOffset(at) - parisOffset(sameUtc);
  return parisOffset(moved) === parisOffset(sameUtc) ? moved : sameUtc;
}
