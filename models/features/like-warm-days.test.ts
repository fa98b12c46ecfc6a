// Days like a day: of its kind, and as warm.
import { describe, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import { likeWarmDays, medianOf, robustZ } from './like-warm-days.ts';

/** Midnight in Paris of Saturday 7 March 2026. */
const SATURDAY = Date.UTC(2026, 2, 6, 23);

describe('like days', () => {
  it('are Saturdays for a Saturday, the nearest in warmth first', () => {
    const past = Array.from({ length: 35 }, (_, i) => ({ at: SATURDAY - (i + 1) * DAY, felt: i }));
    const like = likeWarmDays({ at: SATURDAY, felt: 14 }, past, 3);
    expect(like).toEqual([
      { at: SATURDAY - 14 * DAY, felt: 13 },
      { at: SATURDAY - 21 * DAY, felt: 20 },
      { at: SATURDAY - 7 * DAY, felt: 6 },
    ]);
  });
});

describe('a robust z', () => {
  const like = [1, 2, 3, 4, 5, 6, 1_000];

  it('counts from the median in median deviations: one odd day among them moves nothing', () => {
    // Median 4, deviations 3, 2, 1, 0, 1, 2, 996: median 2.
    expect(robustZ(10, like, 0)).toBeCloseTo(6 / (2 * 1.4826), 12);
  });

  it('does not believe a spread that is too small', () => {
    expect(robustZ(7, [5, 5, 5, 5, 5, 5], 0.5)).toBe(4);
  });

  it('is unknown beside fewer than six days', () => {
    expect(robustZ(7, [5, 5, 5, 5, 5, Number.NaN], 0.5)).toBeNaN();
  });

  it('takes the mean of the middle two', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });
});
