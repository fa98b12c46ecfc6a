import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../data/time.ts';
import { turbineFailure } from '../../../models/turbine-failure/model.ts';
import { verdicts } from '../release.ts';
import { alarmReport, alarmsOf } from './alarms.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** One turbine, hour by hour, that fails after `failsAfter` hours and is never repaired. */
const hoursBefore = (failsAfter: number, count: number, standing = false): TurbineHour[] =>
  Array.from({ length: count }, (_, i) => ({
    turbine: 'farm-1 T001',
    at: i * HOUR,
    hoursToFailure: failsAfter - i - 1,
    hoursSinceRepair: Number.POSITIVE_INFINITY,
    component: 'gearbox',
    standing,
  }));
const riskAt = (count: number, ...high: number[]) =>
  Array.from({ length: count }, (_, i) => (high.includes(i) ? 1 : 0));
const asked = { threshold: 0.5, horizonHours: 48 };

describe('calls', () => {
  const callsAt = (...high: number[]) =>
    alarmsOf(hoursBefore(1_000, 200), riskAt(200, ...high), asked).map(({ at }) => at / HOUR);

  it('come once, however often the risk comes and goes within a day', () => {
    expect(callsAt(3, 10, 30, 50, 75)).toEqual([3, 75]);
  });

  it('come again for each two days that the alarm goes on', () => {
    expect(callsAt(...Array.from({ length: 150 }, (_, i) => i + 3))).toEqual([3, 51, 99, 147]);
    expect(callsAt(3, 27, 50, 51, 75)).toEqual([3, 51]);
  });

  it('do not begin while it stands', () => {
    expect(alarmsOf(hoursBefore(1_000, 50, true), riskAt(50, 3), asked)).toEqual([]);
  });

  it('are false when the failure comes on the third day, and idle when none comes within a week', () => {
    const hours = hoursBefore(100, 100);
    const early = alarmReport(hours, riskAt(100, 40, 41, 60), asked);
    expect(early.falsePerTurbineMonth * early.turbineMonths).toBe(1);
    expect(early.idlePerTurbineMonth).toBe(0);
    const idle = alarmReport(hoursBefore(1_000, 730), riskAt(730, 5, 300), asked);
    expect(idle.idlePerTurbineMonth).toBeCloseTo(2, 2);
    expect(idle.failures).toBe(0);
    expect(idle.falseHoursShare).toBe(2 / 730);
  });

  it('come for nothing fifteen times a month where the risk is always up, and the gates of the model refuse that', () => {
    const lives = Array.from({ length: 5 }, () => hoursBefore(67 * 24, 67 * 24)).flat();
    const hours = lives.map((hour, i) => ({ ...hour, at: i * HOUR }));
    const always = alarmReport(
      hours,
      hours.map(() => 1),
      asked,
    );
    expect(always).toMatchObject({ failures: 5, announced: 1, falseHoursShare: 1 });
    expect(always.falsePerTurbineMonth).toBeCloseTo(14.81, 2);
    const metrics = {
      judged_false_alarms_per_turbine_month: always.falsePerTurbineMonth,
      judged_false_alarm_hours_share: always.falseHoursShare,
    };
    const refused = verdicts(turbineFailure.gates, metrics).filter(({ got, passed }) => got !== null && !passed);
    expect(refused.map(({ metric }) => metric)).toEqual(Object.keys(metrics));
  });

  it('announce a failure when the risk is up at any time in its last two days, counted from the first', () => {
    const hours = hoursBefore(100, 100);
    expect(alarmReport(hours, riskAt(100, 60, 90), asked)).toMatchObject({
      failures: 1,
      announced: 1,
      medianHoursAhead: 39,
    });
    expect(alarmReport(hours, riskAt(100, 10), asked)).toMatchObject({ failures: 1, announced: 0 });
  });
});
