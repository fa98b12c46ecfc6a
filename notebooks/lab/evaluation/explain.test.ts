import { describe, expect, it } from 'vitest';
import type { Examples } from '../examples.ts';
import { fitRandomForest } from '../trees/averaged.ts';
import { boost } from '../trees/boost.ts';
import { squared } from '../trees/loss.ts';
import { gainImportance } from './gain-importance.ts';
import { learningCurve } from './learning-curve.ts';
import { partialDependence } from './partial-dependence.ts';
import { permutationImportance } from './permutation-importance.ts';
import { errorsOf } from './score.ts';

// Forty days of three hours: what counts is tripled, what copies it is used too, what idles is not looked at.
const rows = Array.from({ length: 120 }, (_, i) => [Math.floor(i / 3) % 7, i % 5, Math.floor(i / 3) % 7]);
const x = Float32Array.from(rows.flat());
const predict = (some: Float32Array) =>
  Float64Array.from({ length: some.length / 3 }, (_, row) => 3 * some[row * 3]! + some[row * 3 + 2]!);
const truth = predict(x);
const asked = {
  predict,
  x,
  features: ['counts', 'idles', 'copies'],
  errorOf: (forecast: Float64Array) => errorsOf(forecast, truth).mae,
  blockOf: (row: number) => String(Math.floor(row / 3)),
  seed: 7,
};

describe('permutation importance', () => {
  it('ranks features by what is lost without them, and finds nothing in one that is not used', () => {
    const [first, second, third] = permutationImportance(asked);
    expect([first?.feature, second?.feature, third?.feature]).toEqual(['counts', 'copies', 'idles']);
    expect(third).toMatchObject({ importance: 0, spread: 0 });
    expect(first!.importance).toBeGreaterThan(2 * second!.importance);
  });

  it('is the same from the same seed', () => {
    expect(permutationImportance(asked)).toEqual(permutationImportance(asked));
  });

  it('keeps the hours of a day together: one block cannot be shuffled with itself', () => {
    const [all] = permutationImportance({ ...asked, blockOf: () => 'one' });
    expect(all?.importance).toBe(0);
  });

  it('shuffles as one what says the same', () => {
    const [both] = permutationImportance({ ...asked, together: [{ name: 'level', features: ['counts', 'copies'] }] });
    const [alone] = permutationImportance(asked);
    expect(both?.feature).toBe('level');
    expect(both!.importance).toBeGreaterThan(alone!.importance);
  });

  it('refuses a feature that is not there', () => {
    const together = [{ name: 'level', features: ['load'] }];
    expect(() => permutationImportance({ ...asked, together })).toThrow(
      'no feature load; there are counts, idles, copies',
    );
  });
});

describe('gain importance', () => {
  // A step of 10 in the first column, of 1 in the second, none in the third: 8 rows, gains of 8 x 5 x 5 and 8 x 0.5 x 0.5.
  const cube = Float32Array.from({ length: 24 }, (_, i) => (Math.floor(i / 3) >> (i % 3)) & 1);
  const target = Float64Array.from({ length: 8 }, (_, row) => 10 * cube[row * 3]! + cube[row * 3 + 1]!);
  const data = { x: cube, features: 3, target, seed: 1 };

  it('is the variance that the cuts on a feature take away', () => {
    const forest = boost({ ...data, loss: squared(), trees: 1, leaves: 4, minRows: 1, lambda: 0 });
    expect(gainImportance(forest, ['large', 'small', 'none'])).toEqual([
      { feature: 'large', importance: 200 / 202, spread: 0 },
      { feature: 'small', importance: 2 / 202, spread: 0 },
      { feature: 'none', importance: 0, spread: 0 },
    ]);
  });

  it('ranks the same in a random forest', () => {
    const forest = fitRandomForest({ ...data, trees: 20 });
    expect(gainImportance(forest, ['large', 'small', 'none']).map(({ feature }) => feature)).toEqual([
      'large',
      'small',
      'none',
    ]);
  });

  it('refuses trees that keep no gain', () => {
    const [tree] = fitRandomForest({ ...data, trees: 1 }).trees;
    const { gain: _, ...without } = tree!;
    expect(() => gainImportance({ base: 0, trees: [without] }, ['a', 'b', 'c'])).toThrow('has not kept its gains');
  });
});

describe('partial dependence', () => {
  it('follows a straight line with its slope', () => {
    const line = partialDependence({ ...asked, feature: 'counts', points: 3 });
    expect(line.map(({ value }) => value)).toEqual([0, 3, 6]);
    expect(line[2]!.mean - line[0]!.mean).toBeCloseTo(18, 9);
  });

  it('is flat where a feature says nothing', () => {
    const means = partialDependence({ ...asked, feature: 'idles' }).map(({ mean }) => mean);
    expect(new Set(means).size).toBe(1);
  });
});

it('learns from the newest part of the past, and more of it brings the mean closer', () => {
  const made = (target: readonly number[]): Examples => ({
    features: ['nothing'],
    x: new Float32Array(target.length),
    target: Float64Array.from(target),
    baseline: new Float64Array(target.length),
    validAt: Float64Array.from(target, (_, i) => i),
    issuedAt: Float64Array.from(target, (_, i) => i),
  });
  const curve = learningCurve({
    train: made([10, 10, 30, 50]),
    judge: made([25, 25]),
    shares: [0.25, 0.5, 1],
    trainer: ({ target }) => {
      const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
      return (some) => some.target.map(() => mean);
    },
    errorOf: (forecast, happened) => errorsOf(forecast, happened).mae,
  });
  expect(curve).toEqual([
    { rows: 1, learned: 0, judged: 25 },
    { rows: 2, learned: 10, judged: 15 },
    { rows: 4, learned: 15, judged: 0 },
  ]);
});
