import { expect, it } from 'vitest';
import { weightedQuantileOf } from './weighted-quantile.ts';

it('is the value at which enough weight lies', () => {
  const values = Float64Array.of(30, 10, 20);
  expect(weightedQuantileOf(values, Float64Array.of(1, 1, 1), 0.5)).toBe(20);
  expect(weightedQuantileOf(values, Float64Array.of(8, 1, 1), 0.5)).toBe(30);
  expect(weightedQuantileOf(values, Float64Array.of(0.1, 0.1, 0.1), 1)).toBe(30);
  expect(weightedQuantileOf(new Float64Array(), new Float64Array(), 0.5)).toBeNaN();
});
