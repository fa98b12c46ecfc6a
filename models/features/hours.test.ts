import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { levelMw } from './level.ts';
import { dayKind, likeDaysMean } from './like-days.ts';
import { trendSince } from './trend.ts';
import { type Asked, hourMean, meanOf, wholeUntil } from './whole-hour.ts';

const NOON = Date.UTC(2026, 0, 21, 11);

/** Quarters of an hour over `days`, each known half an hour after it began; `valueAt` says NaN for a gap. */
function askedAt(issuedAt: Instant, days: number, valueAt: (at: Instant) => number): Asked<'load'> {
  const at = Float64Array.from({ length: days * 96 }, (_, i) => issuedAt - days * DAY + i * 15 * MINUTE);
  const facts: Facts = { at, knownAt: at.map((one) => one + 30 * MINUTE), value: at.map(valueAt) };
  return {
    history: historyAsOf<'load'>(new Map([[factsKey('load', 'FR'), facts]]), issuedAt),
    series: 'load',
    entity: 'FR',
    issuedAt,
  };
}

describe('whole hours', () => {
  it('ends with the last hour of which all four quarters are known', () => {
    expect(wholeUntil(Date.UTC(2026, 0, 21, 9, 0))).toBe(Date.UTC(2026, 0, 21, 8));
    expect(wholeUntil(Date.UTC(2026, 0, 21, 9, 14))).toBe(Date.UTC(2026, 0, 21, 8));
    expect(wholeUntil(Date.UTC(2026, 0, 21, 9, 15))).toBe(Date.UTC(2026, 0, 21, 9));
  });

  it('is NaN for an hour of which three quarters are known', () => {
    const asked = askedAt(NOON, 2, () => 50_000);
    expect(asked.history.mean('load', 'FR', NOON - HOUR, HOUR)).toBe(50_000);
    expect(hourMean(asked, NOON - HOUR)).toBeNaN();
    expect(hourMean(asked, NOON - 2 * HOUR)).toBe(50_000);
  });

  it('is NaN for an hour of which a quarter was lost, and the hours around it are whole', () => {
    const lost = NOON - 10 * HOUR + 45 * MINUTE;
    const asked = askedAt(NOON, 2, (at) => (at === lost ? Number.NaN : 100));
    expect([-11, -10, -9].map((hours) => hourMean(asked, NOON + hours * HOUR))).toEqual([100, Number.NaN, 100]);
    expect(meanOf(asked, NOON - 9 * HOUR, NOON - 5 * HOUR)).toBe(100);
    expect(meanOf(asked, NOON - DAY, NOON - 5 * HOUR)).toBeNaN();
  });

  it.each([
    ['half-hours', 30 * MINUTE],
    ['hours', HOUR],
  ])('is whole with all of its %s, where there are no others', (_, step) => {
    const asked = askedAt(NOON, 2, (at) => (at % step === 0 ? 100 : Number.NaN));
    expect(hourMean(asked, NOON - 10 * HOUR)).toBe(100);
    const first = NOON - 10 * HOUR;
    const torn = askedAt(NOON, 2, (at) => (at % step === 0 && at !== first ? 100 : Number.NaN));
    expect(hourMean(torn, first)).toBeNaN();
  });

  it('is as fine as most hours around: a stray quarter does not make half-hours incomplete', () => {
    const stray = NOON - 20 * HOUR + 15 * MINUTE;
    const asked = askedAt(NOON, 2, (at) => (at % (30 * MINUTE) === 0 || at === stray ? 100 : Number.NaN));
    expect(hourMean(asked, NOON - 10 * HOUR)).toBe(100);
    // All that is left of a day is one quarter of its first hour.
    const outage = askedAt(NOON, 3, (at) => (at > NOON - 35 * HOUR && at < NOON - 10 * HOUR ? Number.NaN : 100));
    expect(hourMean(outage, NOON - 35 * HOUR)).toBeNaN();
  });
});

describe('level', () => {
  const night = (at: Instant) => at % DAY < 5 * HOUR;

  it('is the mean of seven whole days', () => {
    const asked = askedAt(NOON, 9, (at) => (night(at) ? 40 : 60));
    expect(levelMw(asked)).toBeCloseTo((5 * 40 + 19 * 60) / 24, 10);
  });

  it('does not rise because nights are missing', () => {
    const missing = (at: Instant) => at > NOON - 4 * DAY && night(at);
    const asked = askedAt(NOON, 9, (at) => (missing(at) ? Number.NaN : night(at) ? 40 : 60));
    expect(levelMw(asked)).toBeCloseTo((5 * 40 + 19 * 60) / 24, 10);
    expect(levelMw(askedAt(NOON, 9, (at) => (night(at) ? Number.NaN : 60)))).toBeNaN();
  });
});

describe('trend', () => {
  it('is the ratio of the newest hours to the same hours before', () => {
    const asked = askedAt(NOON, 9, (at) => (at >= NOON - 2 * DAY ? 110 : 100));
    expect(trendSince(asked, NOON - DAY, 7)).toBeCloseTo(1.1, 12);
    expect(trendSince(asked, NOON - DAY, 1)).toBe(1);
  });

  it('compares only hours known on both sides: a night missing today does not look like a fall', () => {
    const night = (at: Instant) => at % DAY < 5 * HOUR;
    const missing = (at: Instant) => at > NOON - DAY && night(at);
    const asked = askedAt(NOON, 9, (at) => (missing(at) ? Number.NaN : night(at) ? 40 : 60));
    expect(trendSince(asked, NOON - DAY, 7)).toBe(1);
  });

  it('is NaN when fewer than half of the hours are known', () => {
    const asked = askedAt(NOON, 9, (at) => (at > NOON - 14 * HOUR ? Number.NaN : 100));
    expect(trendSince(asked, NOON - DAY, 7)).toBeNaN();
    expect(trendSince(asked, NOON, 7)).toBeNaN();
  });
});

describe('like days', () => {
  const on = (month: number, day: number) => Date.UTC(2026, month - 1, day, 11);

  it('knows working days, Saturdays, and Sundays with holidays', () => {
    expect([19, 23, 24, 25].map((day) => dayKind(on(1, day)))).toEqual([0, 0, 1, 2]);
    expect(dayKind(on(5, 14))).toBe(2);
    expect(dayKind(on(5, 13), 1)).toBe(2);
  });

  it('takes a Sunday from Sundays, not from the days just before', () => {
    const asked = askedAt(NOON, 30, (at) => (dayKind(at) === 2 ? 40 : 60));
    expect(likeDaysMean(asked, on(1, 25), 2)).toBe(40);
    expect(likeDaysMean(asked, on(1, 22), 4)).toBe(60);
  });

  it('is NaN where no such day is known', () => {
    expect(
      likeDaysMean(
        askedAt(NOON, 2, () => 60),
        on(1, 25),
        4,
      ),
    ).toBeNaN();
  });
});
