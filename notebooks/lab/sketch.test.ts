import { expect, it } from 'vitest';
import { DAY, HOUR, instantsIn } from '../../data/time.ts';
import { sketchesOf, timesOf } from './sketch.ts';

it('counts a column of few values by value, and says what is missing, its mean and its deviation', () => {
  const rows = Array.from({ length: 10 }, (_, i) => [i % 2 ? 3 : 1 / 3, i < 8 ? 5 : Number.NaN]).flat();
  expect(sketchesOf(['two', 'constant'], Float32Array.from(rows))).toEqual([
    // A third as Float32 is a little more than its six digits: here and wherever this is compared with.
    { name: 'two', missing: 0, mean: 1.66667, deviation: 1.33333, edges: [0.333333, 3], shares: [0, 1, 0] },
    { name: 'constant', missing: 0.2, mean: 5, deviation: 0, edges: [5], shares: [1, 0] },
  ]);
});

it('counts a column of many values between deciles, and what is heaped up on one of them where it is', () => {
  const x = Float32Array.from({ length: 101 }, (_, i) => Math.max(0, i - 50));
  expect(sketchesOf(['half of it nothing'], x)[0]).toMatchObject({
    edges: [0, 10, 20, 30, 40, 50],
    shares: [0.505, 0.09901, 0.09901, 0.09901, 0.09901, 0.09901, 0],
  });
});

it('has nothing to say of a column without a value', () => {
  expect(sketchesOf(['never'], Float32Array.of(Number.NaN, Number.NaN))).toEqual([
    { name: 'never', missing: 1, mean: null, deviation: null, edges: [], shares: [] },
  ]);
});

it('tells the seasons apart, and how far weeks and months of each are from the whole of it', () => {
  const at = Float64Array.from(
    instantsIn({ from: Date.UTC(2022, 11, 1) - HOUR, to: Date.UTC(2023, 5, 1) - 2 * HOUR }, HOUR),
  );
  const isSpring = (instant: number) => instant >= Date.UTC(2023, 2, 1) - HOUR;
  // Twenty in spring, ten in winter but for its last week, where it is thirteen.
  const x = Float32Array.from(at, (instant) =>
    isSpring(instant) ? 20 : instant >= Date.UTC(2023, 1, 22) - HOUR ? 13 : 10,
  );
  const { seasons } = sketchesOf(['heat'], x, timesOf(at))[0]!;
  expect(Object.keys(seasons!)).toEqual(['winter', 'spring']);
  expect(seasons!.winter).toMatchObject({ mean: 10.2333, edges: [10, 13], shares: [0.9222, 0.07778, 0] });
  const [week, month] = seasons!.winter!.usual;
  // The week from 23 February is partly of spring, and still counted with its middle, in winter.
  expect(week).toMatchObject({ days: 7, stretches: 13, missing: 0, narrowest: 0, ks: 0.922 });
  expect(month).toMatchObject({ days: 28, stretches: 11, missing: 0 });
  expect(seasons!.spring!.usual.map(({ days, stretches }) => [days, stretches])).toEqual([
    [7, 13],
    [28, 12],
  ]);
});

it('lets no stretch span a day without rows', () => {
  const at = Float64Array.from({ length: 20 }, (_, i) => Date.UTC(2023, 6, 1 + (i < 10 ? i : i + 1), 10));
  expect(timesOf(at).stretches.map(({ days, rows }) => [days, rows[0]])).toEqual([
    [7, 0],
    [7, 13],
  ]);
  expect(at[13]! - at[0]!).toBe(14 * DAY);
});
