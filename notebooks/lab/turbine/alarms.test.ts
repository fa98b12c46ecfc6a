import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../data/time.ts';
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
  it('begin once, however often the risk comes and goes within a day', () => {
    const hours = hoursBefore(1_000, 200);
    const began = alarmsOf(hours, riskAt(200, 3, 10, 30, 54, 79), 0.5).map(({ at }) => at / HOUR);
    expect(began).toEqual([3, 79]);
  });

  it('do not begin while it stands', () => {
    expect(alarmsOf(hoursBefore(1_000, 50, true), riskAt(50, 3), 0.5)).toEqual([]);
  });

  it('are false when the failure comes on the third day, and idle when none comes within a week', () => {
    const hours = hoursBefore(100, 100);
    const early = alarmReport(hours, riskAt(100, 40, 41, 60), asked);
    expect(early.falsePerTurbineMonth * early.turbineMonths).toBe(1);
    expect(early.idlePerTurbineMonth).toBe(0);
    const idle = alarmReport(hoursBefore(1_000, 730), riskAt(730, 5, 300), asked);
    expect(idle.idlePerTurbineMonth).toBeCloseTo(2, 2);
    expect(idle.failures).toBe(0);
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
