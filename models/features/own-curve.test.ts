import { expect, it } from 'vitest';
import { ownCurve } from './own-curve.ts';

const curveOf = (...points: readonly (readonly [wind: number, value: number])[]) =>
  ownCurve(
    Float64Array.from(points, ([wind]) => wind),
    Float64Array.from(points, ([, value]) => value),
  );
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

it('is the median of what was said at that wind: an hour that shook does not move it', () => {
  const curve = curveOf(...times(4, [5.2, 1] as const), [5.8, 40]);
  expect(curve(5.5)).toBe(1);
});

it('goes straight from one wind to the next, and stays where it ends', () => {
  const curve = curveOf(...times(4, [4.5, 1] as const), ...times(4, [8.5, 3] as const));
  expect([3, 4.5, 6.5, 8.5, 20].map(curve)).toEqual([1, 1, 2, 3, 3]);
});

it('says nothing of a wind that blew for three hours only', () => {
  const curve = curveOf(...times(4, [4.5, 1] as const), ...times(3, [8.5, 3] as const));
  expect(curve(8.5)).toBe(1);
});

it('is NaN for a wind nobody measured, and where nothing is known', () => {
  expect(curveOf(...times(4, [4.5, 1] as const))(Number.NaN)).toBeNaN();
  expect(curveOf(...times(9, [4.5, Number.NaN] as const))(4.5)).toBeNaN();
});
