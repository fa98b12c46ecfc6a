import { expect, it } from 'vitest';
import { CALENDAR_OF_HOUR, calendarOfHour, WEEKDAYS } from './calendar-of-hour.ts';

const on = (year: number, month: number, day: number, hour = 11) =>
  calendarOfHour({}, Date.UTC(year, month - 1, day, hour));

it('gives exactly the features it names', () => {
  expect(Object.keys(on(2026, 5, 14)).sort()).toEqual([...CALENDAR_OF_HOUR].sort());
});

it('has one weekday a day, and the hour of the Paris clock', () => {
  const ascension = on(2026, 5, 14);
  expect(WEEKDAYS.filter((name) => ascension[name] === 1)).toEqual(['thursday']);
  expect([on(2026, 1, 21, 11).hour, on(2026, 7, 21, 11).hour]).toEqual([12, 13]);
});

it('knows the holiday, the bridge after it and the Saturday after that', () => {
  expect([on(2026, 5, 14).holiday, on(2026, 5, 15).bridge, on(2026, 5, 16).bridge_1d_before]).toEqual([1, 1, 1]);
  expect([on(2026, 5, 13).free_1d_after, on(2026, 5, 15).free_1d_before]).toEqual([1, 1]);
});

it('counts the holidays that make the level of last week look smaller than it is', () => {
  // Between 2 and 8 days before 10 May 2023 lie the eighth of May, and not the first.
  expect([on(2023, 5, 10).holidays_in_level, on(2023, 5, 9).holidays_in_level]).toEqual([1, 1]);
  expect(on(2023, 6, 21).holidays_in_level).toBe(0);
});

it('knows each day of the end of the year, and counts from Christmas across New Year', () => {
  expect([on(2025, 12, 24).december_24, on(2025, 12, 25).december_24]).toEqual([1, 0]);
  expect([on(2026, 1, 1).january_1, on(2026, 1, 1).days_from_christmas]).toEqual([1, 7]);
  expect([on(2026, 6, 1).days_from_christmas, on(2026, 8, 15).days_from_mid_august]).toEqual([14, 0]);
});
