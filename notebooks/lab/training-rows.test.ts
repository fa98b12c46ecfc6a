import { expect, it } from 'vitest';
import { checkTrainingRows } from './training-rows.ts';

const two = { x: Float32Array.of(1, 2, 3, Number.NaN), features: 2, target: [5, 6] };

it('takes a gap among the features, and refuses one in the target', () => {
  expect(() => checkTrainingRows(two)).not.toThrow();
  expect(() => checkTrainingRows({ ...two, target: [5, Number.NaN] })).toThrow('the target of row 1 is NaN');
});

it('refuses rows, targets and weights that do not belong together', () => {
  expect(() => checkTrainingRows({ ...two, features: 3 })).toThrow('x holds 4 numbers, want 2 rows of 3 features');
  expect(() => checkTrainingRows({ ...two, weights: Float64Array.of(1) })).toThrow('got 1 weights for 2 rows');
  expect(() => checkTrainingRows({ ...two, weights: Float64Array.of(1, -1) })).toThrow('the weight of row 1 is -1');
  expect(() => checkTrainingRows({ x: new Float32Array(), features: 2, target: [] })).toThrow('got no rows');
});
