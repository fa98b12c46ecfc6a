// National load of tomorrow, hour by hour, from its own past and the calendar. Never looks at weather or at RTE's forecast.
import { DAY, HOUR, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from '../features/french-holidays.ts';
import { dayKind, likeDaysMean } from '../features/like-days.ts';
import { sameHourDaysBefore } from '../features/same-hour.ts';
import { yearWave } from '../features/season.ts';
import { trendSince } from '../features/trend.ts';
import { type Asked, hourMean, meanOf, wholeUntil } from '../features/whole-hour.ts';
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
  reach: 30 * DAY,
  staleAfter: 14 * HOUR,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'load_q10_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'load_q90_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [
    { metric: 'judged_mape_percent', atMost: 4 },
    { metric: 'judged_mae_over_baseline', atMost: 0.85 },
    { metric: 'judged_coverage_80', atLeast: 0.7, atMost: 0.9 },
  ],
  // All but level_mw are without unit: load over level, ratios of loads, the calendar. The graph multiplies by level_mw.
  features: [
    'level_mw',
    'level_trend_7d',
    'load_1d',
    'load_2d',
    'load_3d',
    'load_7d',
    'load_8d',
    'load_14d',
    'load_21d',
    'load_28d',
    'like_days',
    'latest',
    'latest_7d',
    'morning_trend_1d',
    'morning_trend_7d',
    'day_trend_7d',
    'load_2d_trended',
    'load_7d_trended',
    'load_14d_trended',
    'hour',
    'weekday',
    'day_kind',
    'day_kind_1d_before',
    'day_kind_1d_after',
    'day_kind_2d_before',
    'day_kind_7d_before',
    'holiday',
    'bridge',
    'year_sin',
    'year_cos',
    'half_year_sin',
    'half_year_cos',
  ],
  row(history, entity, validAt, issuedAt) {
    const asked: Asked<typeof LOAD> = { history, series: LOAD, entity, issuedAt };
    const level = levelMw(asked, 0);
    const lag = (days: number): number => hourMean(asked, sameHourDaysBefore(validAt, days)) / level;
    const latestHour = wholeUntil(issuedAt) - HOUR;
    const latestDay = wholeUntil(issuedAt) - DAY;
    const midnight = parisDay(issuedAt).from;
    const morningTrend1d = trendSince(asked, midnight, 1);
    const dayTrend7d = trendSince(asked, latestDay, 7);
    const { hour, weekday } = parisClock(validAt);
    const year = yearWave(validAt, 1);
    const halfYear = yearWave(validAt, 2);
    return {
      level_mw: level,
      level_trend_7d: levelMw(asked, 7) / level,
      load_1d: lag(1),
      load_2d: lag(2),
      load_3d: lag(3),
      load_7d: lag(7),
      load_8d: lag(8),
      load_14d: lag(14),
      load_21d: lag(21),
      load_28d: lag(28),
      like_days: likeDaysMean(asked, validAt, 4) / level,
      latest: hourMean(asked, latestHour) / level,
      latest_7d: hourMean(asked, sameHourDaysBefore(latestHour, 7)) / level,
      morning_trend_1d: morningTrend1d,
      morning_trend_7d: trendSince(asked, midnight, 7),
      day_trend_7d: dayTrend7d,
      load_2d_trended: lag(2) * morningTrend1d,
      load_7d_trended: lag(7) * dayTrend7d,
      load_14d_trended: lag(14) * trendSince(asked, latestDay, 14),
      hour,
      weekday,
      day_kind: dayKind(validAt),
      day_kind_1d_before: dayKind(validAt, -1),
      day_kind_1d_after: dayKind(validAt, 1),
      day_kind_2d_before: dayKind(validAt, -2),
      day_kind_7d_before: dayKind(validAt, -7),
      holiday: isHoliday(validAt) ? 1 : 0,
      bridge: isBridge(validAt) ? 1 : 0,
      year_sin: year.sin,
      year_cos: year.cos,
      half_year_sin: halfYear.sin,
      half_year_cos: halfYear.cos,
    };
  },
  /** The same hour a week before, moved as the last day moved; of an older week where that one is missing. */
  baseline(history, entity, validAt, issuedAt) {
    const asked: Asked<typeof LOAD> = { history, series: LOAD, entity, issuedAt };
    for (const days of [7, 14, 21, 28]) {
      const before = hourMean(asked, sameHourDaysBefore(validAt, days));
      if (Number.isNaN(before)) continue;
      const trend = trendSince(asked, wholeUntil(issuedAt) - DAY, days);
      return Number.isNaN(trend) ? before : before * trend;
    }
    return Number.NaN;
  },
});

/** Seven whole days up to the midnight before the issue: each weekday once, so that the level does not follow the week. */
function levelMw(asked: Asked<typeof LOAD>, shiftDays: number): number {
  const day = (shift: number): Instant => parisDay(asked.issuedAt, -shift - shiftDays).from;
  return meanOf(asked, day(7), day(0));
}
