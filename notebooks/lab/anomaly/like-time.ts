// A streaming detector for any series with days in it: how far the last hours were from the same hours of like days, in robust standard deviations. Sees nothing after the point it judges.
import { DAY } from '../../../data/time.ts';
import { medianOf, robustSigma } from '../quantile.ts';

export interface LikeTimeOptions {
  /** Over how long a residual must last to count. */
  readonly smoothDays?: number;
  /** What "usual" is learned from. */
  readonly memoryDays?: number;
  /** One alarm an event: only what is odder than anything of so many days before is said. 0: everything is said. */
  readonly quietDays?: number;
}

const LAST_WEEK = [1, 2, 3, 4, 5, 6, 7];
const SAME_WEEKDAYS = [7, 14, 21, 28];
/** How fast the two expectations forget which of them was right. */
const FORGETTING = 0.001;
/** Spreads move slowly: working them out at every sixth point is enough. */
const EVERY = 6;

export function likeTimeScores(
  at: Float64Array,
  value: Float64Array,
  { smoothDays = 1 / 8, memoryDays = 28, quietDays = 5 }: LikeTimeOptions = {},
): Float64Array {
  const perDay = Math.max(1, Math.round(DAY / usualStepOf(at)));
  const count = (days: number): number => Math.max(1, Math.round(days * perDay));
  const residual = residuals(at, value);
  const smoothed = trailingMean(inSpreads(residual, count(memoryDays), 0, perDay), count(smoothDays));
  const lasting = inSpreads(smoothed, count(memoryDays), count(smoothDays), 2 * perDay).map(Math.abs);
  return quietDays === 0 ? lasting : oncePerEvent(lasting, count(quietDays));
}

/** Value less what was usual at this time: the median of the last week's days, or of the last four same weekdays, whichever has been nearer lately. */
function residuals(at: Float64Array, value: Float64Array): Float64Array {
  const indexOf = new Map(Array.from(at, (instant, i) => [instant, i]));
  const usual = (i: number, days: readonly number[]): number =>
    medianOf(
      Float64Array.from(days, (before) => value[indexOf.get(at[i]! - before * DAY) ?? -1] ?? Number.NaN).filter(
        (one) => !Number.isNaN(one),
      ),
    );
  let [dailyError, weeklyError] = [Number.NaN, Number.NaN];
  const learned = (error: number, residual: number): number => {
    if (Number.isNaN(residual)) return error;
    return Number.isNaN(error) ? Math.abs(residual) : error + FORGETTING * (Math.abs(residual) - error);
  };
  return value.map((one, i) => {
    const daily = one - usual(i, LAST_WEEK);
    const weekly = one - usual(i, SAME_WEEKDAYS);
    const isWeekly = weeklyError < dailyError && !Number.isNaN(weekly);
    dailyError = learned(dailyError, daily);
    weeklyError = learned(weeklyError, weekly);
    return isWeekly ? weekly : daily;
  });
}

/** Each value over the robust spread around 0 of those before it, the newest `gap` of them left out. NaN until `fewest` are known. */
function inSpreads(values: Float64Array, memory: number, gap: number, fewest: number): Float64Array {
  let spread = Number.NaN;
  return values.map((value, i) => {
    if (i % EVERY === 0) {
      const known = values.subarray(Math.max(0, i - memory), Math.max(0, i - gap)).filter((one) => !Number.isNaN(one));
      if (known.length > fewest) spread = robustSigma(known);
    }
    return value / spread;
  });
}

/** NaN where half of them or more are unknown. */
function trailingMean(values: Float64Array, count: number): Float64Array {
  return values.map((_, i) => {
    const known = values.subarray(Math.max(0, i - count + 1), i + 1).filter((one) => !Number.isNaN(one));
    return known.length > count / 2 ? known.reduce((sum, one) => sum + one, 0) / known.length : Number.NaN;
  });
}

/** A score that is not above all of the `quiet` before it says nothing new: 0. */
export function oncePerEvent(scores: Float64Array, quiet: number): Float64Array {
  return scores.map((score, i) => {
    const before = scores.subarray(Math.max(0, i - quiet), i);
    return before.some((one) => one >= score) ? 0 : score;
  });
}

/** The length of most steps. */
export function usualStepOf(at: Float64Array): number {
  return medianOf(at.subarray(1).map((instant, i) => instant - at[i]!));
}
