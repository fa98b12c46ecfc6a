import { expect, it } from 'vitest';
import { compare, errorsOf, scoreOf, skillOver } from './score.ts';

const truth = Float64Array.of(100, 200, 400);

it('measures errors in megawatts, in percent of the truth, and with their sign', () => {
  const score = scoreOf(Float64Array.of(110, 180, 400), truth);
  expect(score.mae_mw).toBe(10);
  expect(score.rmse_mw).toBeCloseTo(Math.sqrt(500 / 3), 12);
  expect(score.mape_percent).toBeCloseTo(20 / 3, 12);
  expect(score.bias_mw).toBeCloseTo(-10 / 3, 12);
});

it('explains all of the variance, none of it, or less than none', () => {
  const steps = Float64Array.of(1, 2, 3);
  expect(errorsOf(steps, steps).r2).toBe(1);
  expect(errorsOf(Float64Array.of(2, 2, 2), steps).r2).toBe(0);
  expect(errorsOf(Float64Array.of(3, 2, 1), steps).r2).toBe(-3);
});

it('compares forecasts over the hours that all of them have', () => {
  const scores = compare({ a: Float64Array.of(110, 200, 400), b: Float64Array.of(Number.NaN, 210, 400) }, truth);
  expect(scores.a).toMatchObject({ count: 2, mae_mw: 0 });
  expect(scores.b).toMatchObject({ count: 2, mae_mw: 5 });
});

it('gives skill as the share of the error that is gone', () => {
  expect(skillOver(50, 200)).toBe(0.75);
  expect(skillOver(300, 200)).toBe(-0.5);
});
