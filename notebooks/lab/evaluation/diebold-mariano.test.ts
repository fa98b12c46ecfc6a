import { expect, it } from 'vitest';
import { dieboldMariano } from './diebold-mariano.ts';

const losses = Float64Array.of(1, 2, 1, 4, 1);
const rival = Float64Array.of(2, 4, 4, 5, 4);

it('is a corrected t test where losses do not follow one another', () => {
  // Differences -1 -2 -3 -1 -3: mean -2, mean square 0.8; sqrt((5 + 1 - 2) / 5) x -2 / sqrt(0.8 / 5).
  const { statistic, mean_difference, count } = dieboldMariano({ losses, rival, lags: 0 });
  expect([count, mean_difference]).toEqual([5, -2]);
  expect(statistic).toBeCloseTo(-4.472136, 6);
  // Four degrees of freedom: 1 - x (1.5 - x^2 / 2) with x = t / sqrt(t^2 + 4).
  const x = statistic / Math.sqrt(statistic ** 2 + 4);
  expect(dieboldMariano({ losses, rival, lags: 0 }).p).toBeCloseTo(1 + x * (1.5 - x ** 2 / 2), 12);
});

it('counts neighbours that err together, with the weights of Newey and West', () => {
  // Autocovariances of 1 0 -1 1 -1 by hand: 0.8, then (0 + 0 - 1 - 1) / 5; a half of it twice.
  const { statistic } = dieboldMariano({ losses, rival, lags: 1 });
  expect(statistic).toBeCloseTo((Math.sqrt(4 / 5) * -2) / Math.sqrt((0.8 - 0.4) / 5), 12);
});

it('shrinks what few long forecasts say', () => {
  const steps = dieboldMariano({ losses, rival, lags: 1 }).statistic;
  const two = dieboldMariano({ losses, rival, lags: 1, horizon: 2 }).statistic;
  expect(two / steps).toBeCloseTo(Math.sqrt((2 + 2 / 5) / 4), 12);
});

it('finds no difference between a forecast and itself', () => {
  expect(dieboldMariano({ losses, rival: losses, lags: 0 })).toMatchObject({ statistic: 0, p: 1 });
});

it('refuses losses that do not belong together, that are missing, or too few', () => {
  expect(() => dieboldMariano({ losses, rival: Float64Array.of(1) })).toThrow('5 losses and 1 of the rival');
  expect(() =>
    dieboldMariano({ losses: Float64Array.of(1, Number.NaN, 2), rival: Float64Array.of(1, 1, 1), lags: 0 }),
  ).toThrow('a loss is missing');
  expect(() => dieboldMariano({ losses, rival, lags: 4 })).toThrow('too few for 4 lags');
});
