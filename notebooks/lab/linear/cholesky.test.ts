import { expect, it } from 'vitest';
import { choleskyOf, solveCholesky } from './cholesky.ts';

it('factors and solves', () => {
  const matrix = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
  const lower = choleskyOf(matrix, 3);
  expect(Array.from(lower)).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
  // A times (1, 2, 3).
  expect(Array.from(solveCholesky(lower, Float64Array.of(-20, -43, 192)))).toEqual([1, 2, 3]);
});

it('refuses a matrix without an answer, and without a number', () => {
  expect(() => choleskyOf(Float64Array.of(1, 2, 2, 4), 2)).toThrow('column 1 follows from the columns before it');
  expect(() => choleskyOf(Float64Array.of(Number.NaN), 1)).toThrow('column 0');
});
