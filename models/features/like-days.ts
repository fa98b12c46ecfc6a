// Days that people live alike: working days, Saturdays, and Sundays with public holidays.
import { type Instant, parisClock, parisDay } from '../../data/time.ts';
import { isHoliday } from './french-holidays.ts';
import { sameHourDaysBefore } from './same-hour.ts';
import { type Asked, hourMean } from './whole-hour.ts';

/** 0 for a working day, 1 for a Saturday, 2 for a Sunday or a public holiday, on the local day moved by whole days. */
export function dayKind(at: Instant, shiftDays = 0): number {
  if (isHoliday(at, shiftDays)) return 2;
  return Math.max(0, parisClock(parisDay(at, shiftDays).from).weekday - 4);
}

/** The mean of this hour on the newest `count` days of its kind, looking back four weeks at most; NaN where none is known. */
export function likeDaysMean<S extends string>(asked: Asked<S>, validAt: Instant, count: number): number {
  const kind = dayKind(validAt);
  let sum = 0;
  let found = 0;
  for (let days = 1; days <= 28 && found < count; days++) {
    if (dayKind(validAt, -days) !== kind) continue;
    const mean = hourMean(asked, sameHourDaysBefore(validAt, days));
    if (Number.isNaN(mean)) continue;
    sum += mean;
    found += 1;
  }
  return found === 0 ? Number.NaN : sum / found;
}
