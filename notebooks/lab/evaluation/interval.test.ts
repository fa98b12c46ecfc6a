import { describe, expect, it } from 'vitest';
import { quantileOf } from '../quantile.ts';
import { coverageOf, crpsOfQuantiles, crpsOfSample, meanWidthOf, pinballOf } from './interval.ts';

it('counts what lies within an interval, bounds included, and says how wide it is', () => {
  const [low, high] = [Float64Array.of(100, 201, 300), Float64Array.of(120, 300, 500)];
  expect(coverageOf(low, high, Float64Array.of(100, 200, 400))).toBeCloseTo(2 / 3, 12);
  expect(meanWidthOf(low, high)).toBeCloseTo(319 / 3, 12);
});

it('charges a 90 % quantile nine times more for being too low than for being too high', () => {
  expect(pinballOf(Float64Array.of(90), Float64Array.of(100), 0.9)).toBeCloseTo(9, 12);
  expect(pinballOf(Float64Array.of(110), Float64Array.of(100), 0.9)).toBeCloseTo(1, 12);
});

it('reads quantiles between order statistics, as R and NumPy do', () => {
  const sample = Float64Array.of(4, 1, 3, 2);
  expect([0, 0.25, 0.5, 0.9, 1].map((level) => quantileOf(sample, level))).toEqual([1, 1.75, 2.5, 3.7, 4]);
  expect(quantileOf(Float64Array.of(), 0.5)).toBeNaN();
});

describe('the continuous ranked probability score', () => {
  it('is the absolute error of a sample of one', () => {
    expect(crpsOfSample(Float64Array.of(7), 10)).toBe(3);
  });

  it('rewards a sample for its spread: of 0 and 2 with 1 true, a half', () => {
    expect(crpsOfSample(Float64Array.of(2, 0), 1)).toBe(0.5);
    expect(crpsOfSample(Float64Array.of(0, 2), 5)).toBe(3.5);
  });

  it('is 0.2337 of a standard normal with its mean true, the closer the more quantiles there are', () => {
    const normal = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        level: (i + 1) / (count + 1),
        value: standardNormal((i + 1) / (count + 1)),
      }));
    const score = (count: number) =>
      crpsOfQuantiles(
        normal(count).map(({ level, value }) => ({ level, values: Float64Array.of(value) })),
        Float64Array.of(0),
      );
    expect(score(9)).toBeCloseTo(0.24769, 5);
    expect(score(499)).toBeCloseTo((Math.SQRT2 - 1) / Math.sqrt(Math.PI), 4);
    const sample = Float64Array.from(normal(1_999), ({ value }) => value);
    expect(crpsOfSample(sample, 0)).toBeCloseTo((Math.SQRT2 - 1) / Math.sqrt(Math.PI), 3);
  });

  it('is the absolute error where all quantiles say the same', () => {
    const forecast = [0.1, 0.5, 0.9].map((level) => ({ level, values: Float64Array.of(5) }));
    expect(crpsOfQuantiles(forecast, Float64Array.of(5))).toBe(0);
    expect(crpsOfQuantiles([{ level: 0.5, values: Float64Array.of(5) }], Float64Array.of(8))).toBe(3);
  });

  it('refuses levels that are out of order', () => {
    const forecast = [0.9, 0.1].map((level) => ({ level, values: Float64Array.of(5) }));
    expect(() => crpsOfQuantiles(forecast, Float64Array.of(8))).toThrow('levels are 0.9, 0.1, want ascending');
  });
});

/** The normal quantile, by bisection of its distribution function, which is integrated by Simpson's rule. */
function standardNormal(level: number): number {
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const below = (x: number) => {
    let sum = density(0) + density(x);
    for (let i = 1; i < 40; i++) sum += (i % 2 === 0 ? 2 : 4) * density((x * i) / 40);
    return 0.5 + (sum * x) / 120;
  };
  let [low, high] = [-5, 5];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < level) low = middle;
    else high = middle;
  }
  return low;
}
