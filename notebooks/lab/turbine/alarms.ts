// What somebody who is called by a detector lives through: how often for nothing, how many failures were announced, how long before. Needs every hour, in order.
import { HOUR } from '../../../data/time.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** Longer than this without risk, and the next time is a new call. */
const QUIET_HOURS = 24;
/** 365.2425 / 12 days. */
const HOURS_A_MONTH = 730.485;

export interface Alarm {
  readonly turbine: string;
  readonly hour: TurbineHour;
}

export interface AlarmReport {
  readonly threshold: number;
  readonly turbineMonths: number;
  readonly alarms: number;
  /** No failure began within the horizon after the call. */
  readonly falsePerTurbineMonth: number;
  /** No failure began within a week after the call: it was not early, it was wrong. */
  readonly idlePerTurbineMonth: number;
  readonly failures: number;
  /** Share of the failures with a risk above the threshold within the horizon before. */
  readonly announced: number;
  /** Hours from the first such risk to the failure, the median of those announced. */
  readonly medianHoursAhead: number;
}

/** The hours at which a call begins. A turbine that stands calls nobody. */
export function alarmsOf(hours: readonly TurbineHour[], risk: ArrayLike<number>, threshold: number): Alarm[] {
  const lastAbove = new Map<string, number>();
  return hours.flatMap((hour, i) => {
    if (hour.standing || risk[i]! < threshold) return [];
    const before = lastAbove.get(hour.turbine) ?? Number.NEGATIVE_INFINITY;
    lastAbove.set(hour.turbine, hour.at);
    return hour.at - before > QUIET_HOURS * HOUR ? [{ turbine: hour.turbine, hour }] : [];
  });
}

export function alarmReport(
  hours: readonly TurbineHour[],
  risk: ArrayLike<number>,
  { threshold, horizonHours }: { readonly threshold: number; readonly horizonHours: number },
): AlarmReport {
  const alarms = alarmsOf(hours, risk, threshold);
  const turbineMonths = hours.length / HOURS_A_MONTH;
  const noFailureWithin = (limit: number) => alarms.filter(({ hour }) => hour.hoursToFailure > limit).length;
  const failures = new Map<string, { ahead: number }>();
  hours.forEach((hour, i) => {
    if (hour.standing || hour.hoursToFailure > horizonHours) return;
    const failure = `${hour.turbine} ${Math.round(hour.at / HOUR + hour.hoursToFailure)}`;
    const known = failures.get(failure) ?? { ahead: 0 };
    const ahead = risk[i]! >= threshold ? Math.max(known.ahead, hour.hoursToFailure) : known.ahead;
    failures.set(failure, { ahead });
  });
  const ahead = Array.from(failures.values(), (failure) => failure.ahead);
  const announced = ahead.filter((one) => one > 0).sort((a, b) => a - b);
  return {
    threshold,
    turbineMonths,
    alarms: alarms.length,
    falsePerTurbineMonth: noFailureWithin(horizonHours) / turbineMonths,
    idlePerTurbineMonth: noFailureWithin(7 * 24) / turbineMonths,
    failures: ahead.length,
    announced: announced.length / ahead.length,
    medianHoursAhead: announced[announced.length >> 1] ?? Number.NaN,
  };
}
