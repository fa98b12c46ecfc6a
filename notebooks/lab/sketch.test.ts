import { expect, it } from 'vitest';
import { sketchesOf } from './sketch.ts';

it('says of each column what is missing, its mean, its deviation and its deciles', () => {
  const rows = Array.from({ length: 11 }, (_, i) => [i, i < 10 ? 5 : Number.NaN]).flat();
  expect(sketchesOf(['counted', 'constant'], Float32Array.from(rows))).toEqual([
    { name: 'counted', missing: 0, mean: 5, deviation: 3.16228, deciles: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    { name: 'constant', missing: 0.0909091, mean: 5, deviation: 0, deciles: Array(11).fill(5) },
  ]);
});

it('has nothing to say of a column without a value', () => {
  expect(sketchesOf(['never'], Float32Array.of(Number.NaN, Number.NaN))).toEqual([
    { name: 'never', missing: 1, mean: null, deviation: null, deciles: [] },
  ]);
});
