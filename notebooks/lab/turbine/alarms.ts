// What somebody who is called by a detector lives through: how often for nothing, how many failures were announced, how long before. Needs every hour, in order.
import { HOUR } from '../../../data/time.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** Longer than this without risk, and the next time is a new call. */
const QUIET_HOURS = 24;
/** 365.2425 / 12 days. */
const HOURS_A_MONTH = 730.485;

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
export function alarmsOf(hours: readonly TurbineHour[], risk: ArrayLike<number>, threshold: number): TurbineHour[] {
  const lastAbove = new Map<string, number>();
  return hours.filter((hour, i) => {
    if (hour.standing || risk[i]! < threshold) return false;
    const before = lastAbove.get(hour.turbine) ?? Number.NEGATIVE_INFINITY;
    lastAbove.set(hour.turbine, hour.at);
    return hour.at - before > QUIET_HOURS * HOUR;
  });
}

export function alarmReport(
  hours: readonly TurbineHour[],
  risk: ArrayLike<number>,
  { threshold, horizonHours }: { readonly threshold: number; readonly horizonHours: number },
): AlarmReport {
  const alarms = alarmsOf(hours, risk, threshold);
  const turbineMonths = hours.length / HOURS_A_MONTH;
  const noFailureWithin = (limit: number) => alarms.filter(({ hoursToFailure }) => hoursToFailure > limit).length;
  /** How long before each failure the risk was first up; 0 where it never was. */
  const failures = new Map<string, number>();
  hours.forEach((hour, i) => {
    if (hour.standing || hour.hoursToFailure > horizonHours) return;
    const failure = `${hour.turbine} ${Math.round(hour.at / HOUR + hour.hoursToFailure)}`;
    const ahead = risk[i]! >= threshold ? hour.hoursToFailure : 0;
    failures.set(failure, Math.max(failures.get(failure) ?? 0, ahead));
  });
  const announced = Array.from(failures.values())
    .filter((ahead) => ahead > 0)
    .sort((a, b) => a - b);
  return {
    threshold,
    turbineMonths,
    alarms: alarms.length,
    falsePerTurbineMonth: noFailureWithin(horizonHours) / turbineMonths,
    idlePerTurbineMonth: noFailureWithin(7 * 24) / turbineMonths,
    failures: failures.size,
    announced: announced.length / failures.size,
    medianHoursAhead: announced[announced.length >> 1] ?? Number.NaN,
  };
}
