import { expect, it } from 'vitest';
import { columnDrift, isAlert, worstOf } from './drift.ts';
import type { Sketch } from './sketch.ts';

const whole = { missing: 0, mean: 10, deviation: 2, edges: [4, 10, 16], shares: [0, 0.5, 0.5, 0] };
const usual = { days: 7, stretches: 13, psi: 4, ks: 0.3, wasserstein: 0.4, missing: 0, narrowest: 1, widest: 3 };
const sketch: Sketch = { name: 'heat', ...whole, seasons: { winter: { ...whole, usual: [usual] } } };
const winter = { season: 'winter', days: 7 } as const;
const drift = (...values: number[]) => columnDrift('feature', sketch, Float64Array.from(values), winter);

it('says nothing of a season, or of a number of days, that the release has not seen', () => {
  expect(columnDrift('feature', sketch, Float64Array.of(10), { season: 'summer', days: 7 })).toBeNull();
  expect(columnDrift('feature', sketch, Float64Array.of(10), { season: 'winter', days: 28 })).toBeNull();
});

it('tolerates what weeks of that season are used to, and names the sign that is furthest', () => {
  const usualWeek = drift(8, 10, 12, 14)!;
  expect([isAlert(usualWeek), usualWeek.name, usualWeek.kind]).toEqual([false, 'heat', 'feature']);
  // Three deviations further; 1.75 times 0.4 and a quarter more is tolerated.
  expect(drift(14, 16, 18, 16)).toMatchObject({
    sign: 'wasserstein',
    wasserstein: 3,
    severity: expect.closeTo(3 / 0.95, 10),
  });
  expect(drift(10, 10, 10, 10)).toMatchObject({ sign: 'stuck', severity: 99 });
  expect(drift(-5, 25, 4, 16)).toMatchObject({ sign: 'wide' });
  expect(drift(8, 12, Number.NaN, Number.NaN)).toMatchObject({ sign: 'missing', missing: 0.5, severity: 5 });
  expect(drift(Number.NaN)).toMatchObject({ psi: null, ks: null, wasserstein: null, missing: 1, severity: 10 });
});

it('tolerates more of few machines than were in a release of many others', () => {
  const others = (...values: number[]) =>
    columnDrift('feature', sketch, Float64Array.from(values), { ...winter, madeFrom: 'others' });
  // 1.75 times 0.4 and 1.25 deviations more are tolerated; 0.4 more may be missing.
  expect(others(13, 15, 17, 15)).toMatchObject({ wasserstein: 2.5, severity: expect.closeTo(2.5 / 1.95, 10) });
  expect(isAlert(others(12, 13, 14, 13)!)).toBe(false);
  expect(isAlert(others(8, 10, 12, Number.NaN)!)).toBe(false);
  expect(others(8, 12, Number.NaN, Number.NaN)).toMatchObject({ sign: 'missing', severity: 1.25 });
  expect(others(10, 10, 10, 10)).toMatchObject({ sign: 'stuck' });
});

it('puts the worst first', () => {
  const columns = [drift(8, 12)!, drift(30, 32)!, drift(14, 16, 18)!];
  expect(worstOf(columns, 2)).toEqual([columns[1], columns[2]]);
});
