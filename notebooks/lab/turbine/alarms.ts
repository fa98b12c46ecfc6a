// What somebody who is called by a detector lives through: how often for nothing, how many failures were announced, how long before. Needs every hour, in order.
import { HOUR } from '../../../data/time.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** Longer than this without risk, and the alarm is over: the next time is a new one. */
const QUIET_HOURS = 24;
/** 365.2425 / 12 days. */
const HOURS_A_MONTH = 730.485;
const NEVER = { above: Number.NEGATIVE_INFINITY, call: Number.NEGATIVE_INFINITY };

export interface AlarmReport {
  readonly threshold: number;
  readonly turbineMonths: number;
  readonly alarms: number;
  /** No failure began within the horizon after the call. */
  readonly falsePerTurbineMonth: number;
  /** No failure began within a week after the call: it was not early, it was wrong. */
  readonly idlePerTurbineMonth: number;
  /** Of the hours in which it ran and no failure began within the horizon, the share with a risk above the threshold. */
  readonly falseHoursShare: number;
  readonly failures: number;
  /** Share of the failures with a risk above the threshold within the horizon before. */
  readonly announced: number;
  /** Hours from the first such risk to the failure, the median of those announced. */
  readonly medianHoursAhead: number;
}

export interface AlarmRule {
  readonly threshold: number;
  readonly horizonHours: number;
}

/** The hours of the calls: an alarm calls as it begins, and once more for each horizon that it goes on. A turbine that stands calls nobody. */
export function alarmsOf(
  hours: readonly TurbineHour[],
  risk: ArrayLike<number>,
  { threshold, horizonHours }: AlarmRule,
): TurbineHour[] {
  const last = new Map<string, { readonly above: number; readonly call: number }>();
  return hours.filter(({ turbine, at, standing }, i) => {
    if (standing || risk[i]! < threshold) return false;
    const { above, call } = last.get(turbine) ?? NEVER;
    const calls = at - above > QUIET_HOURS * HOUR || at - call >= horizonHours * HOUR;
    last.set(turbine, { above: at, call: calls ? at : call });
    return calls;
  });
}

export function alarmReport(
  hours: readonly TurbineHour[],
  risk: ArrayLike<number>,
  { threshold, horizonHours }: AlarmRule,
): AlarmReport {
  const alarms = alarmsOf(hours, risk, { threshold, horizonHours });
  const turbineMonths = hours.length / HOURS_A_MONTH;
  const noFailureWithin = (limit: number) => alarms.filter(({ hoursToFailure }) => hoursToFailure > limit).length;
  const harmless = Array.from(hours.keys()).filter(
    (i) => !hours[i]!.standing && hours[i]!.hoursToFailure > horizonHours,
  );
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
    falseHoursShare: harmless.filter((i) => risk[i]! >= threshold).length / harmless.length,
    failures: failures.size,
    announced: announced.length / failures.size,
    medianHoursAhead: announced[announced.length >> 1] ?? Number.NaN,
  };
}
