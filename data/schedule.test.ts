import { describe, expect, it } from 'vitest';
import { lastSlot, nextSlot, type Schedule } from './schedule.ts';
import { formatInstant, HOUR, MINUTE, parisClock } from './time.ts';

const utc = (text: string): number => Date.parse(text);
const last = (schedule: Schedule, now: string): string => formatInstant(lastSlot(schedule, utc(now)));
const next = (schedule: Schedule, at: string): string => formatInstant(nextSlot(schedule, utc(at)));

const quarterly: Schedule = { every: 15 * MINUTE };
const atTwenty: Schedule = { dailyAt: { hour: 20 } };
const atHalfPastTwo: Schedule = { dailyAt: { hour: 2, minute: 30 } };
const onSunday: Schedule = { weeklyOn: { weekday: 6, hour: 20 } };
const onMondayEarly: Schedule = { weeklyOn: { weekday: 0, hour: 0 } };

describe('every so often', () => {
  it('falls on round times of UTC', () => {
    expect(last(quarterly, '2026-11-20T10:14:59Z')).toBe('2026-11-20T10:00:00Z');
    expect(last(quarterly, '2026-11-20T10:15:00Z')).toBe('2026-11-20T10:15:00Z');
    expect(next(quarterly, '2026-11-20T10:15:00Z')).toBe('2026-11-20T10:30:00Z');
  });

  it('does not mind the clocks', () => {
    expect(next(quarterly, '2026-03-29T00:45:00Z')).toBe('2026-03-29T01:00:00Z');
    expect(next(quarterly, '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:00:00Z');
  });
});

describe('once a day in Paris', () => {
  it('is 19:00 UTC in winter and 18:00 in summer', () => {
    expect(last(atTwenty, '2026-01-10T19:00:00Z')).toBe('2026-01-10T19:00:00Z');
    expect(last(atTwenty, '2026-01-10T18:59:59Z')).toBe('2026-01-09T19:00:00Z');
    expect(last(atTwenty, '2026-07-10T18:00:00Z')).toBe('2026-07-10T18:00:00Z');
    expect(next(atTwenty, '2026-07-10T18:00:00Z')).toBe('2026-07-11T18:00:00Z');
  });

  it('is 23 or 25 hours later across a change of the clocks', () => {
    expect(next(atTwenty, '2026-03-28T19:00:00Z')).toBe('2026-03-29T18:00:00Z');
    expect(next(atTwenty, '2026-10-24T18:00:00Z')).toBe('2026-10-25T19:00:00Z');
  });

  it('comes once on the night that skips its hour, and once on the night that has it twice', () => {
    expect(next(atHalfPastTwo, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00Z');
    expect(next(atHalfPastTwo, '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00Z');
    expect(next(atHalfPastTwo, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00Z');
    expect(next(atHalfPastTwo, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00Z');
    expect(last(atHalfPastTwo, '2026-10-25T01:45:00Z')).toBe('2026-10-25T00:30:00Z');
  });

  it('crosses months, years and leap days', () => {
    expect(next(atTwenty, '2026-12-31T20:00:00Z')).toBe('2027-01-01T19:00:00Z');
    expect(next(atTwenty, '2024-02-28T20:00:00Z')).toBe('2024-02-29T19:00:00Z');
    expect(last(atTwenty, '2024-03-01T10:00:00Z')).toBe('2024-02-29T19:00:00Z');
  });
});

describe('once a week in Paris', () => {
  it('falls on its weekday', () => {
    expect(last(onSunday, '2026-11-21T12:00:00Z')).toBe('2026-11-15T19:00:00Z');
    expect(last(onSunday, '2026-11-22T18:59:00Z')).toBe('2026-11-15T19:00:00Z');
    expect(last(onSunday, '2026-11-22T19:00:00Z')).toBe('2026-11-22T19:00:00Z');
    expect(next(onSunday, '2026-11-22T19:00:00Z')).toBe('2026-11-29T19:00:00Z');
    expect(next(onMondayEarly, '2026-11-22T22:59:00Z')).toBe('2026-11-22T23:00:00Z');
  });

  it('falls on the Sundays of the clock changes', () => {
    expect(next(onSunday, '2026-03-28T12:00:00Z')).toBe('2026-03-29T18:00:00Z');
    expect(next(onSunday, '2026-10-24T12:00:00Z')).toBe('2026-10-25T19:00:00Z');
  });
});

it('last and next agree at any minute of two years, whatever the schedule', () => {
  for (const schedule of [quarterly, atTwenty, atHalfPastTwo, onSunday, onMondayEarly]) {
    for (let now = utc('2025-01-01T00:00:00Z'); now < utc('2027-01-01T00:00:00Z'); now += 5 * HOUR + 7 * MINUTE) {
      const before = lastSlot(schedule, now);
      const after = nextSlot(schedule, now);
      if (before > now || after <= now) throw new Error(`${formatInstant(now)} is not between its slots`);
      if (nextSlot(schedule, before) !== after) throw new Error(`${formatInstant(before)}: a slot is skipped`);
      if (lastSlot(schedule, after) !== after || lastSlot(schedule, after - 1) !== before) {
        throw new Error(`${formatInstant(after)}: last and next disagree`);
      }
    }
  }
  expect(parisClock(lastSlot(onSunday, utc('2026-06-10T00:00:00Z')))).toMatchObject({
    weekday: 6,
    hour: 20,
    minute: 0,
  });
});
