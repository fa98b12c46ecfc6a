// The load of the days before, over its recent level: the same hour, its neighbours, whole days, the newest morning. No unit but in the level.
import { DAY, HOUR, type Instant, parisDay } from '../../data/time.ts';
import { levelMw } from './level.ts';
import { likeDaysMean } from './like-days.ts';
import { rememberPerHistory } from './remembered.ts';
import { sameHourDaysBefore } from './same-hour.ts';
import { trendSince } from './trend.ts';
import { type Asked, hourMean, meanOf, wholeUntil } from './whole-hour.ts';

export const LOAD_PAST = [
  'level_mw',
  'level_trend_7d',
  'load_1d',
  'load_2d',
  'load_3d',
  'load_4d',
  'load_5d',
  'load_6d',
  'load_7d',
  'load_8d',
  'load_9d',
  'load_14d',
  'load_21d',
  'load_28d',
  'load_2d_hour_before',
  'load_2d_hour_after',
  'load_7d_hour_before',
  'load_7d_hour_after',
  'like_days',
  'latest',
  'latest_1d',
  'latest_7d',
  'morning_trend_1d',
  'morning_trend_2d',
  'morning_trend_7d',
  'day_trend_7d',
  'day_2d',
  'day_3d',
  'day_7d',
  'day_8d',
] as const;
type LoadPast = Record<(typeof LOAD_PAST)[number], number>;

export function loadPast<S extends string>(asked: Asked<S>, validAt: Instant): LoadPast {
  const shared = sharedByHours(asked);
  const { level_mw: level } = shared;
  const hour = (at: Instant): number => hourMean(asked, at) / level;
  const lag = (days: number): number => hour(sameHourDaysBefore(validAt, days));
  const twoDays = sameHourDaysBefore(validAt, 2);
  const week = sameHourDaysBefore(validAt, 7);
  return {
    ...shared,
    load_1d: lag(1),
    load_2d: hour(twoDays),
    load_3d: lag(3),
    load_4d: lag(4),
    load_5d: lag(5),
    load_6d: lag(6),
    load_7d: hour(week),
    load_8d: lag(8),
    load_9d: lag(9),
    load_14d: lag(14),
    load_21d: lag(21),
    load_28d: lag(28),
    load_2d_hour_before: hour(twoDays - HOUR),
    load_2d_hour_after: hour(twoDays + HOUR),
    load_7d_hour_before: hour(week - HOUR),
    load_7d_hour_after: hour(week + HOUR),
    like_days: likeDaysMean(asked, validAt, 4) / level,
  };
}

/** The newest hours that are known in full. */
const NEWEST = 3 * HOUR;

const remember = rememberPerHistory<ReturnType<typeof workOut>>();
const sharedByHours = <S extends string>(asked: Asked<S>) =>
  remember(asked.history, `${asked.series} ${asked.entity} ${asked.issuedAt}`, () => workOut(asked));

function workOut<S extends string>(asked: Asked<S>) {
  const level = levelMw(asked);
  const midnight = parisDay(asked.issuedAt).from;
  const newest = wholeUntil(asked.issuedAt);
  const latest = (days: number): number => {
    const to = sameHourDaysBefore(newest, days);
    return meanOf(asked, to - NEWEST, to) / level;
  };
  // Days before the day that is forecast.
  const day = (days: number): number => {
    const { from, to } = parisDay(asked.issuedAt, 1 - days);
    return meanOf(asked, from, to) / level;
  };
  return {
    level_mw: level,
    level_trend_7d: levelMw(asked, 7) / level,
    latest: latest(0),
    latest_1d: latest(1),
    latest_7d: latest(7),
    morning_trend_1d: trendSince(asked, midnight, 1),
    morning_trend_2d: trendSince(asked, midnight, 2),
    morning_trend_7d: trendSince(asked, midnight, 7),
    day_trend_7d: trendSince(asked, newest - DAY, 7),
    day_2d: day(2),
    day_3d: day(3),
    day_7d: day(7),
    day_8d: day(8),
  };
}
