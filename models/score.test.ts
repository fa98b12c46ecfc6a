import { expect, it } from 'vitest';
import { addedUp, errorSums, figuresOf, skillOver } from './score.ts';

const bounds = (low: number, high: number) => [
  { level: 0.1, value: low },
  { level: 0.9, value: high },
];

it('adds up errors, and means are taken once at the end', () => {
  const sums = addedUp(
    errorSums({ truth: 50_000, value: 51_000, quantiles: bounds(49_500, 52_000) }),
    errorSums({ truth: 40_000, value: 38_000, quantiles: bounds(37_000, 39_000) }),
  );
  expect(figuresOf(sums)).toEqual({
    steps: 2,
    // Of 2 % and 5 %.
    mape_percent: expect.closeTo(3.5, 10),
    mae: 1_500,
    rmse: Math.sqrt(2_500_000),
    bias: -500,
    // 0.1 of 500 and of 3000 above the low bounds, 0.1 of 2000 below the high one, 0.9 of 1000 above the other.
    pinball: expect.closeTo((50 + 200 + 300 + 900) / 4, 10),
    coverage_80: 0.5,
  });
});

it('has no percentage where nothing was, no coverage without an interval, and no figure of nothing', () => {
  const night = figuresOf(errorSums({ truth: 0, value: 3 }));
  expect(night).toMatchObject({ steps: 1, mape_percent: null, mae: 3, coverage_80: null, pinball: null });
  const nothing = { ...errorSums({ truth: 0, value: 0 }), steps: 0 };
  expect(figuresOf(nothing)).toMatchObject({ steps: 0, mae: null, rmse: null, bias: null });
});

it('counts a truth on the bound as inside, and a median alone as no interval', () => {
  expect(errorSums({ truth: 10, value: 11, quantiles: bounds(10, 12) }).insideSteps).toBe(1);
  expect(errorSums({ truth: 10, value: 11, quantiles: [{ level: 0.5, value: 11 }] })).toMatchObject({
    boundedSteps: 0,
    quantiles: 1,
    pinball: 0.5,
  });
});

it('compares over the same steps or not at all, and never with a rival that made no error', () => {
  const [ours, rival] = [errorSums({ truth: 100, value: 101 }), errorSums({ truth: 100, value: 104 })];
  expect(skillOver(rival, ours)).toBe(0.75);
  expect(skillOver(ours, rival)).toBe(-3);
  expect(skillOver(addedUp(rival, rival), ours)).toBeNull();
  expect(skillOver(errorSums({ truth: 100, value: 100 }), ours)).toBeNull();
});
