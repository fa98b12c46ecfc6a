// The same hour on the Paris clock, days before: what people do at 19:00 follows the clock on the wall, not UTC.
import { HOUR, type Instant, instantsAtParis, parisClock, parisDay } from '../../data/time.ts';

/**
 * The instant at which Paris showed this local time `days` days earlier. The hour that March skips is read as the
 * hour before it; of the hour lived twice in October, the one of the same rank.
 */
export function sameHourDaysBefore(at: Instant, days: number): Instant {
  const { hour, minute } = parisClock(at);
  const { year, month, day } = parisClock(parisDay(at, -days).from);
  const shown = instantsAtParis({ year, month, day, hour, minute });
  if (shown.length === 2 && isSecondPass(at)) return shown[1]!;
  return shown[0] ?? instantsAtParis({ year, month, day, hour: hour - 1, minute })[0]!;
}

/** Whether Paris showed this local time an hour ago already. */
function isSecondPass(at: Instant): boolean {
  return parisClock(at).hour === parisClock(at - HOUR).hour;
}
