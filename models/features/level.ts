// The mean load of the last seven whole days, and how other loads relate to it: each weekday is in it once, so that it does not follow the week.
import { HOUR, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { rememberPerHistory } from './remembered.ts';
import { type Asked, hourMean } from './whole-hour.ts';

/** Days before the day that is forecast, which is the one after the issue: the level's own days. */
export const LEVEL_DAYS = [2, 3, 4, 5, 6, 7, 8] as const;

const HOURS = 24;
const remember = rememberPerHistory<number>();

export function levelMw<S extends string>(asked: Asked<S>, shiftDays = 0): number {
  const { from } = parisDay(asked.issuedAt, -7 - shiftDays);
  const { from: to } = parisDay(asked.issuedAt, -shiftDays);
  return remember(asked.history, `${asked.series} ${asked.entity} ${asked.issuedAt} ${to}`, () =>
    meanOfHours(asked, from, to),
  );
}

/** Each hour of the clock counts once, by the days that have it: a level without some of its nights would be too high. NaN where no day has one. */
function meanOfHours<S extends string>(asked: Asked<S>, from: Instant, to: Instant): number {
  const sums = new Float64Array(HOURS);
  const days = new Float64Array(HOURS);
  for (let at = from; at < to; at += HOUR) {
    const load = hourMean(asked, at);
    if (Number.isNaN(load)) continue;
    const { hour } = parisClock(at);
    sums[hour]! += load;
    days[hour]! += 1;
  }
  return sums.reduce((level, sum, hour) => level + sum / days[hour]!, 0) / HOURS;
}
