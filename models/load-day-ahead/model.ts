// National load of tomorrow, hour by hour, from its own past and the calendar. Never looks at weather or at RTE's forecast.
import { DAY, HOUR, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from '../features/french-holidays.ts';
import { sameHourDaysBefore } from '../features/same-hour.ts';
import { yearWave } from '../features/season.ts';
import { type Asked, hourMean, meanOf } from '../features/whole-hour.ts';
import { defineSeriesModel } from '../model.ts';

const LOAD = 'consumption/load_mw';

export const loadDayAhead = defineSeriesModel({
  kind: 'series',
  id: 'load-day-ahead',
  title: { en: 'Load of tomorrow', fr: 'Consommation de demain' },
  target: LOAD,
  inputs: [LOAD],
  entities: ['FR'],
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (issuedAt) => parisDay(issuedAt, 1),
  },
  reach: 35 * DAY,
  staleAfter: 12 * HOUR,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'load_q10_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'load_q90_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [
    { metric: 'judged_mape_percent', atMost: 4 },
    { metric: 'judged_mae_over_last_week', atMost: 0.7 },
    { metric: 'judged_coverage_80', atLeast: 0.72, atMost: 0.88 },
  ],
  features: [
    'level_mw',
    'load_1d',
    'load_2d',
    'load_3d',
    'load_7d',
    'load_8d',
    'load_14d',
    'load_21d',
    'load_28d',
    'morning',
    'morning_7d',
    'latest',
    'latest_7d',
    'day_2d',
    'day_9d',
    'level_7d',
    'hour',
    'weekday',
    'holiday',
    'holiday_1d_before',
    'holiday_1d_after',
    'holiday_2d_before',
    'holiday_7d_before',
    'bridge',
    'year_sin',
    'year_cos',
    'half_year_sin',
    'half_year_cos',
  ],
  row(history, entity, validAt, issuedAt) {
    const asked = { history, series: LOAD, entity, issuedAt } as const;
    const level = levelMw(asked, 0);
    const lag = (days: number): number => hourMean(asked, sameHourDaysBefore(validAt, days)) / level;
    const { hour, weekday } = parisClock(validAt);
    const year = yearWave(validAt, 1);
    const halfYear = yearWave(validAt, 2);
    const flag = (yes: boolean): number => (yes ? 1 : 0);
    return {
      level_mw: level,
      load_1d: lag(1),
      load_2d: lag(2),
      load_3d: lag(3),
      load_7d: lag(7),
      load_8d: lag(8),
      load_14d: lag(14),
      load_21d: lag(21),
      load_28d: lag(28),
      morning: morningMw(asked, 0) / level,
      morning_7d: morningMw(asked, 7) / level,
      latest: hourMean(asked, lastHour(issuedAt, 0)) / level,
      latest_7d: hourMean(asked, lastHour(issuedAt, 7)) / level,
      day_2d: dayMw(asked, 1) / level,
      day_9d: dayMw(asked, 8) / level,
      level_7d: levelMw(asked, 7) / level,
      hour,
      weekday,
      holiday: flag(isHoliday(validAt)),
      holiday_1d_before: flag(isHoliday(validAt, -1)),
      holiday_1d_after: flag(isHoliday(validAt, 1)),
      holiday_2d_before: flag(isHoliday(validAt, -2)),
      holiday_7d_before: flag(isHoliday(validAt, -7)),
      bridge: flag(isBridge(validAt)),
      year_sin: year.sin,
      year_cos: year.cos,
      half_year_sin: halfYear.sin,
      half_year_cos: halfYear.cos,
    };
  },
  baseline(history, entity, validAt, issuedAt) {
    const asked = { history, series: LOAD, entity, issuedAt } as const;
    return hourMean(asked, sameHourDaysBefore(validAt, 7));
  },
});

type Load = Asked<typeof LOAD>;

/** Seven whole days up to the last midnight: each weekday once, so that the level does not follow the week. */
function levelMw(asked: Load, shiftDays: number): number {
  return meanOf(asked, parisDay(asked.issuedAt, -7 - shiftDays).from, parisDay(asked.issuedAt, -shiftDays).from);
}

/** The day before the one of issue, moved by whole days. */
function dayMw(asked: Load, shiftDays: number): number {
  const { from, to } = parisDay(asked.issuedAt, -shiftDays);
  return meanOf(asked, from, to);
}

/** Midnight to 09:00 on the day of issue: the newest hours known. */
function morningMw(asked: Load, shiftDays: number): number {
  const { from } = parisDay(asked.issuedAt, -shiftDays);
  return meanOf(asked, from, from + 9 * HOUR);
}

const lastHour = (issuedAt: number, shiftDays: number): number => parisDay(issuedAt, -shiftDays).from + 8 * HOUR;
