import { expect, it } from 'vitest';
import { incompleteBeta, studentTwoSided } from './student.ts';

it('reads the 5 % points of the printed tables', () => {
  const table = [
    [12.7062, 1],
    [2.22814, 10],
    [2.04227, 30],
    [1.98397, 100],
  ] as const;
  for (const [t, degrees] of table) expect(studentTwoSided(t, degrees)).toBeCloseTo(0.05, 6);
});

it('is Cauchy with one degree of freedom, and exact with two', () => {
  expect(studentTwoSided(-3, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(3), 12);
  expect(studentTwoSided(2, 2)).toBeCloseTo(1 - 2 / Math.sqrt(6), 12);
});

it('says certain of zero and never of infinity', () => {
  expect(studentTwoSided(0, 7)).toBe(1);
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 7)).toBe(0);
});

it('has the closed forms of the incomplete beta', () => {
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12);
  expect(incompleteBeta(0.3, 2, 1)).toBeCloseTo(0.09, 12);
  expect(incompleteBeta(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 12);
});
