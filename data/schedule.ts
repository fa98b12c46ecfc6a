// When a feed or a forecast is due, in Paris time. Pure: the clock is an argument.
import { DAY, type Duration, floorTo, type Instant, parisClock, parisDay, parisTimeOn } from './time.ts';

export type Schedule =
  | { readonly every: Duration }
  | { readonly dailyAt: { readonly hour: number; readonly minute?: number } }
  | { readonly weeklyOn: { readonly weekday: number; readonly hour: number } };

/** The latest slot at or before `now`. Cron knows only UTC and may be late: slots are what makes a tick safe to repeat. */
export function lastSlot(schedule: Schedule, now: Instant): Instant {
  if ('every' in schedule) return floorTo(schedule.every, now);
  if ('dailyAt' in schedule) {
    const today = parisTimeOn(now, schedule.dailyAt);
    return today <= now ? today : parisTimeOn(now, { ...schedule.dailyAt, shiftDays: -1 });
  }
  const { weekday, hour } = schedule.weeklyOn;
  const back = (parisClock(now).weekday - weekday + 7) % 7;
  const thisWeek = parisTimeOn(now, { hour, shiftDays: -back });
  return thisWeek <= now ? thisWeek : parisTimeOn(now, { hour, shiftDays: -back - 7 });
}

/** The first slot strictly after `at`. */
export function nextSlot(schedule: Schedule, at: Instant): Instant {
  if ('every' in schedule) return floorTo(schedule.every, at) + schedule.every;
  for (let day = 0; day <= 8; day++) {
    const noon = parisDay(at, day).from + DAY / 2;
    if ('weeklyOn' in schedule && parisClock(noon).weekday !== schedule.weeklyOn.weekday) continue;
    const slot = parisTimeOn(at, { ...('dailyAt' in schedule ? schedule.dailyAt : schedule.weeklyOn), shiftDays: day });
    if (slot > at) return slot;
  }
  throw new Error(`no slot within 8 days of ${new Date(at).toISOString()}`);
}
