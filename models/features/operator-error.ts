// What the operator's own forecast says of an hour, and how far it was off on the days before. Needs its forecast of the day itself; never its later ones.
import { HOUR, type Instant, parisDay } from '../../data/time.ts';
import type { History } from '../history.ts';
import { levelMw } from './level.ts';
import { dayKind, likeDaysMean } from './like-days.ts';
import { rememberPerHistory } from './remembered.ts';
import { sameHourDaysBefore } from './same-hour.ts';
import { type Asked, hourMean, wholeHour } from './whole-hour.ts';

export const OPERATOR_ERROR = [
  'rte_mw',
  'rte',
  'rte_over_day',
  'rte_hour_before',
  'rte_hour_after',
  'rte_over_load_7d',
  'rte_over_like_days',
  'rte_over_rte_1d',
  'rte_over_rte_7d',
  'rte_day',
  'rte_error_1d',
  'rte_error_2d',
  'rte_error_3d',
  'rte_error_4d',
  'rte_error_5d',
  'rte_error_6d',
  'rte_error_7d',
  'rte_error_8d',
  'rte_error_14d',
  'rte_error_week',
  'rte_error_month',
  'rte_error_like_days',
  'rte_error_morning',
  'rte_error_latest',
  'rte_error_day_2d',
  'rte_error_day_3d',
  'rte_error_day_7d',
  'rte_error_days_week',
  'rte_error_size_week',
] as const;
type OperatorError = Record<(typeof OPERATOR_ERROR)[number], number>;

export interface AskedOperator<L extends string, F extends string> {
  readonly history: History<L | F>;
  readonly load: L;
  readonly forecast: F;
  readonly entity: string;
  readonly issuedAt: Instant;
}

export function operatorError<L extends string, F extends string>(
  asked: AskedOperator<L, F>,
  validAt: Instant,
): OperatorError {
  const load: Asked<L> = { history: asked.history, series: asked.load, entity: asked.entity, issuedAt: asked.issuedAt };
  const level = levelMw(load);
  const forecast = (at: Instant): number => wholeHour({ ...asked, series: asked.forecast }, at);
  const errorAt = (days: number): number => {
    const at = sameHourDaysBefore(validAt, days);
    return forecast(at) / hourMean(load, at) - 1;
  };
  const errors = Array.from({ length: 28 }, (_, before) => (before === 0 ? Number.NaN : errorAt(before)));
  const error = (days: number): number => errors[days]!;
  const kind = dayKind(validAt);
  const likeDays = errors.filter((_, days) => days > 1 && dayKind(validAt, -days) === kind);
  const now = forecast(validAt);
  const { from, to } = parisDay(validAt);
  const day = asked.history.mean(asked.forecast, asked.entity, from, to - from);
  return {
    ...sharedByHours(asked, load, forecast),
    rte_mw: now,
    rte: now / level,
    rte_over_day: now / day,
    rte_hour_before: (validAt > from ? forecast(validAt - HOUR) : now) / now,
    rte_hour_after: (validAt + HOUR < to ? forecast(validAt + HOUR) : now) / now,
    rte_over_load_7d: now / hourMean(load, sameHourDaysBefore(validAt, 7)),
    rte_over_like_days: now / likeDaysMean(load, validAt, 4),
    rte_over_rte_1d: now / forecast(sameHourDaysBefore(validAt, 1)),
    rte_over_rte_7d: now / forecast(sameHourDaysBefore(validAt, 7)),
    rte_day: day / level,
    rte_error_1d: error(1),
    rte_error_2d: error(2),
    rte_error_3d: error(3),
    rte_error_4d: error(4),
    rte_error_5d: error(5),
    rte_error_6d: error(6),
    rte_error_7d: error(7),
    rte_error_8d: error(8),
    rte_error_14d: error(14),
    rte_error_week: meanOfKnown(errors.slice(2, 9)),
    rte_error_month: meanOfKnown(errors.slice(2)),
    rte_error_like_days: meanOfKnown(likeDays.filter((one) => !Number.isNaN(one)).slice(0, 4)),
  };
}

const remember = rememberPerHistory<ReturnType<typeof workOut>>();
const sharedByHours = <L extends string, F extends string>(
  asked: AskedOperator<L, F>,
  load: Asked<L>,
  forecast: (at: Instant) => number,
) => remember(asked.history, `${asked.load} ${asked.entity} ${asked.issuedAt}`, () => workOut(load, forecast));

function workOut<L extends string>(load: Asked<L>, forecast: (at: Instant) => number) {
  const errorsFrom = (from: Instant, to: Instant): number[] =>
    Array.from(
      { length: (to - from) / HOUR },
      (_, i) => forecast(from + i * HOUR) / hourMean(load, from + i * HOUR) - 1,
    );
  /** Days before the day that is forecast. */
  const dayErrors = (days: number): number[] => {
    const { from, to } = parisDay(load.issuedAt, 1 - days);
    return errorsFrom(from, to);
  };
  const week = Array.from({ length: 7 }, (_, i) => dayErrors(i + 2));
  const morning = dayErrors(1).filter((one) => !Number.isNaN(one));
  return {
    rte_error_morning: meanOfKnown(morning),
    rte_error_latest: meanOfKnown(morning.slice(-3)),
    rte_error_day_2d: meanOfKnown(week[0] ?? []),
    rte_error_day_3d: meanOfKnown(week[1] ?? []),
    rte_error_day_7d: meanOfKnown(week[5] ?? []),
    rte_error_days_week: meanOfKnown(week.flat()),
    rte_error_size_week: meanOfKnown(week.flat().map(Math.abs)),
  };
}

function meanOfKnown(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
