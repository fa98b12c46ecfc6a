import { describe, expect, it } from 'vitest';
import { DAY, parisDate, parisDay } from '../../data/time.ts';
import { easterSunday, isBridge, isHoliday } from './french-holidays.ts';

const daysOf = (year: number, is: (at: number) => boolean): string[] => {
  const noons = Array.from({ length: 366 }, (_, day) => Date.UTC(year, 0, 1, 11) + day * DAY);
  return noons.filter((noon) => new Date(noon).getUTCFullYear() === year && is(noon)).map(parisDate);
};

describe('French public holidays', () => {
  it.each([
    [
      2023,
      '2023-01-01 2023-04-10 2023-05-01 2023-05-08 2023-05-18 2023-05-29 2023-07-14 2023-08-15 2023-11-01 2023-11-11 2023-12-25',
    ],
    // Ascension on 9 May, the day after the eighth.
    [
      2024,
      '2024-01-01 2024-04-01 2024-05-01 2024-05-08 2024-05-09 2024-05-20 2024-07-14 2024-08-15 2024-11-01 2024-11-11 2024-12-25',
    ],
    [
      2026,
      '2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01 2026-11-11 2026-12-25',
    ],
  ])('has eleven in %i', (year, days) => {
    expect(daysOf(year, (at) => isHoliday(at))).toEqual(days.split(' '));
  });

  it('has ten in 2008, when Ascension fell on the first of May', () => {
    expect(daysOf(2008, (at) => isHoliday(at))).toEqual(
      '2008-01-01 2008-03-24 2008-05-01 2008-05-08 2008-05-12 2008-07-14 2008-08-15 2008-11-01 2008-11-11 2008-12-25'.split(
        ' ',
      ),
    );
  });

  it('finds Easter, earliest and latest of the century included', () => {
    expect([1961, 2000, 2008, 2019, 2025, 2038].map((year) => parisDate(easterSunday(year)))).toEqual([
      '1961-04-02',
      '2000-04-23',
      '2008-03-23',
      '2019-04-21',
      '2025-04-20',
      '2038-04-25',
    ]);
  });

  it('lasts from midnight to midnight in Paris', () => {
    const { from, to } = parisDay(Date.UTC(2026, 6, 14, 12));
    expect([from - 1, from, to - 1, to].map((at) => isHoliday(at))).toEqual([false, true, true, false]);
    expect(isHoliday(from - 1, 1)).toBe(true);
    expect(isHoliday(to, -1)).toBe(true);
  });

  it('makes a bridge of the Friday after a Thursday and the Monday before a Tuesday', () => {
    expect(daysOf(2023, isBridge)).toEqual(['2023-05-19', '2023-08-14']);
    expect(daysOf(2026, isBridge)).toEqual(['2026-01-02', '2026-05-15', '2026-07-13']);
  });

  it('makes no bridge of a day that is a holiday itself', () => {
    // Friday 8 May 2026 follows no holiday; Thursday 9 May 2024 does, and is one.
    expect(isBridge(Date.UTC(2024, 4, 9, 11))).toBe(false);
    expect(isBridge(Date.UTC(2024, 4, 10, 11))).toBe(true);
  });
});
