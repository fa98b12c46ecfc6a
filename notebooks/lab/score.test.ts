import { expect, it } from 'vitest';
import { quantileOf } from './quantile.ts';
import { compare, coverageOf, pinballOf, scoreOf } from './score.ts';

const truth = Float64Array.of(100, 200, 400);

it('measures errors in megawatts, in percent of the truth, and with their sign', () => {
  const score = scoreOf(Float64Array.of(110, 180, 400), truth);
  expect(score.mae_mw).toBe(10);
  expect(score.rmse_mw).toBeCloseTo(Math.sqrt(500 / 3), 12);
  expect(score.mape_percent).toBeCloseTo(20 / 3, 12);
  expect(score.bias_mw).toBeCloseTo(-10 / 3, 12);
});

it('compares forecasts over the hours that all of them have', () => {
  const scores = compare({ a: Float64Array.of(110, 200, 400), b: Float64Array.of(Number.NaN, 210, 400) }, truth);
  expect(scores.a).toMatchObject({ count: 2, mae_mw: 0 });
  expect(scores.b).toMatchObject({ count: 2, mae_mw: 5 });
});

it('counts what lies within an interval, bounds included', () => {
  expect(coverageOf(Float64Array.of(100, 201, 300), Float64Array.of(120, 300, 500), truth)).toBeCloseTo(2 / 3, 12);
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
