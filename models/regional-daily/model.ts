// Gas of a region tomorrow, the whole Paris day: a heating curve of the region's own last year, and what calendar and weather say beside it. Never looks at the day itself.

import { MAINLAND_REGIONS } from '../../data/regions.ts';
import { DAY, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { isBridge, isHoliday } from '../features/french-holidays.ts';
import {
  curveTerms,
  type DaySeries,
  feltCelsius,
  fitHeatingCurve,
  type PastDay,
  pastDays,
} from '../features/heating-curve.ts';
import { dayKind } from '../features/like-days.ts';
import { sameHourDaysBefore } from '../features/same-hour.ts';
import { yearWave } from '../features/season.ts';
import { EVERYWHERE, type History } from '../history.ts';
import { defineSeriesModel } from '../model.ts';

const GAS = 'gas-daily/consumption_mwh';
const MEAN = 'weather-day-ahead/temperature_mean_celsius';
const LOW = 'weather-day-ahead/temperature_min_celsius';
const HIGH = 'weather-day-ahead/temperature_max_celsius';
const STRIKES = 'strike-day/movements_count';
const INPUTS = [GAS, MEAN, LOW, HIGH, STRIKES] as const;
type Input = (typeof INPUTS)[number];

/** The newest day that three weeks of delay leave known at ten in the morning of the day before. */
const NEWEST_DAYS = 22;
const YEAR_DAYS = 364;
const OLDEST_DAYS = NEWEST_DAYS + YEAR_DAYS;
/** From 2002 to 2022 at most 207 days lay between two strike days: a list that names none for a year has not been kept. */
const LIST_KEPT = YEAR_DAYS * DAY;

export const regionalDaily = defineSeriesModel({
  kind: 'series',
  id: 'regional-daily',
  title: { en: 'Gas of the regions tomorrow', fr: 'Gaz des régions demain' },
  target: GAS,
  inputs: INPUTS,
  entities: MAINLAND_REGIONS,
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: 'paris-day',
    window: (issuedAt) => parisDay(issuedAt, 1),
  },
  // A year of days, the three weeks it is late, and the walls' memory of the oldest.
  reach: (OLDEST_DAYS + 4) * DAY,
  staleAfter: 45 * DAY,
  heads: [
    { name: 'consumption_mwh', kind: 'value', unit: 'MWh' },
    { name: 'consumption_q10_mwh', kind: 'quantile', level: 0.1, unit: 'MWh' },
    { name: 'consumption_q90_mwh', kind: 'quantile', level: 0.9, unit: 'MWh' },
  ],
  gates: [
    { metric: 'judged_mape_percent', atMost: 12 },
    { metric: 'judged_mae_over_last_week', atMost: 0.5 },
    { metric: 'judged_mape_over_last_week', atMost: 0.6 },
    { metric: 'judged_mae_over_baseline', atMost: 0.3 },
    { metric: 'judged_coverage_80', atLeast: 0.7, atMost: 0.9 },
  ],
  // All but curve_mwh are without the size of the region: ratios, shares, degrees, the calendar. The graph multiplies by curve_mwh.
  features: [
    'curve_mwh',
    'curve_over_mean',
    'base_share',
    'slope_share_10c',
    'saturday_share',
    'sunday_share',
    'over_curve_7d',
    'over_curve_28d',
    'over_curve_84d',
    'over_curve_like_days',
    'over_curve_last_year',
    'temperature_celsius',
    'temperature_min_celsius',
    'temperature_max_celsius',
    'felt_celsius',
    'temperature_1d_celsius',
    'temperature_mean_3d_celsius',
    'temperature_mean_7d_celsius',
    'temperature_mean_14d_celsius',
    'temperature_mean_30d_celsius',
    'strikes_7d',
    'weekday',
    'day_kind',
    'day_kind_1d_before',
    'day_kind_1d_after',
    'holiday',
    'bridge',
    'year_sin',
    'year_cos',
    'half_year_sin',
    'half_year_cos',
  ],
  row(history, entity, validAt, issuedAt) {
    const series: DaySeries<Input> = {
      history,
      energy: GAS,
      temperature: MEAN,
      entity,
    };
    const days = pastDays(series, validAt, { first: NEWEST_DAYS, last: OLDEST_DAYS });
    const curve = fitHeatingCurve(days);
    const felt = feltCelsius(series, validAt);
    const expected = curve ? curve.expectedMwh(curveTerms(validAt, felt)) : Number.NaN;
    const share = (term: number): number => (curve ? curve.coefficients[term]! / curve.meanMwh : Number.NaN);
    const overCurve = (keep: (day: PastDay, daysBefore: number) => boolean): number => {
      if (!curve) return Number.NaN;
      const kept = days.filter((day) => keep(day, Math.round((validAt - day.at) / DAY)));
      return mean(kept.map(({ mwh, terms }) => mwh / curve.expectedMwh(terms)));
    };
    const newest = (count: number) => overCurve((_, before) => before < NEWEST_DAYS + count);
    const warmth = (from: number, to: number): number =>
      mean(range(from, to).map((before) => history.at(MEAN, entity, sameHourDaysBefore(validAt, before))));
    const kind = dayKind(validAt);
    const year = yearWave(validAt, 1);
    const halfYear = yearWave(validAt, 2);
    return {
      curve_mwh: expected,
      curve_over_mean: curve ? expected / curve.meanMwh : Number.NaN,
      base_share: share(0),
      slope_share_10c: 10 * share(1),
      saturday_share: share(2),
      sunday_share: share(3),
      over_curve_7d: newest(7),
      over_curve_28d: newest(28),
      over_curve_84d: newest(84),
      over_curve_like_days: overCurve((day, before) => before < NEWEST_DAYS + 28 && dayKind(day.at) === kind),
      over_curve_last_year: overCurve((_, before) => Math.abs(before - YEAR_DAYS) <= 14),
      temperature_celsius: history.at(MEAN, entity, validAt),
      temperature_min_celsius: history.at(LOW, entity, validAt),
      temperature_max_celsius: history.at(HIGH, entity, validAt),
      felt_celsius: felt,
      temperature_1d_celsius: warmth(1, 1),
      temperature_mean_3d_celsius: warmth(1, 3),
      temperature_mean_7d_celsius: warmth(1, 7),
      temperature_mean_14d_celsius: warmth(1, 14),
      temperature_mean_30d_celsius: warmth(1, 30),
      strikes_7d: strikesOfLastWeek(history, issuedAt),
      weekday: parisClock(validAt).weekday,
      day_kind: kind,
      day_kind_1d_before: dayKind(validAt, -1),
      day_kind_1d_after: dayKind(validAt, 1),
      holiday: isHoliday(validAt) ? 1 : 0,
      bridge: isBridge(validAt) ? 1 : 0,
      year_sin: year.sin,
      year_cos: year.cos,
      half_year_sin: halfYear.sin,
      half_year_cos: halfYear.cos,
    };
  },
  /** The same weekday of the newest week that is known, or of one before it. */
  baseline(history, entity, validAt) {
    for (const days of [28, 35, 42, 49]) {
      const before = history.at(GAS, entity, sameHourDaysBefore(validAt, days));
      if (!Number.isNaN(before)) return before;
    }
    return Number.NaN;
  },
});

/** How many ran on the seven days that were over, each counted on each of its days; NaN where no list tells. */
function strikesOfLastWeek(history: History<Input>, issuedAt: Instant): number {
  const newest = history.newest(STRIKES, EVERYWHERE);
  if (!(issuedAt - newest <= LIST_KEPT)) return Number.NaN;
  const counts = range(1, 7).map((before) => history.at(STRIKES, EVERYWHERE, parisDay(issuedAt, -before).from));
  // The list names the days on which somebody was on strike, and no others.
  return counts.reduce((sum, count) => sum + (Number.isNaN(count) ? 0 : count), 0);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Of those that are known; NaN where none is. */
function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
