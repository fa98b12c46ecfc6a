import { describe, expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { boost } from './boost.ts';
import { absolute, logistic, pinball, sigmoid, squared } from './loss.ts';
import { type Forest, predictForest } from './tree.ts';

const one = (values: readonly number[], x: readonly number[], forest: Forest) =>
  Array.from(predictForest(forest, Float32Array.from(x), 1), (value) => Number(value.toFixed(6))).slice(
    0,
    values.length,
  );

describe('boosting', () => {
  it('finds a step in one tree', () => {
    const x = Float32Array.from([1, 2, 3, 4, 5, 6]);
    const target = Float64Array.from([10, 10, 10, 20, 20, 20]);
    const exact = { trees: 1, leaves: 2, learningRate: 1, minRows: 1, lambda: 0, seed: 1 };
    const forest = boost({ ...exact, x, features: 1, target, loss: squared() });
    expect(forest.base).toBe(15);
    expect(forest.trees[0]?.threshold[0]).toBe(3.5);
    expect(forest.trees[0]?.cover).toEqual(Float32Array.of(6, 3, 3));
    expect(one([0, 0], [3.5, 3.6], forest)).toEqual([10, 20]);
  });

  it('moves by the learning rate: after two trees of a half, three quarters of the way', () => {
    const x = Float32Array.from([1, 2]);
    const half = { trees: 2, leaves: 2, learningRate: 0.5, minRows: 1, lambda: 0, seed: 1 };
    const forest = boost({ ...half, x, features: 1, target: Float64Array.from([0, 8]), loss: squared() });
    expect(one([0, 0], [1, 2], forest)).toEqual([1, 7]);
  });

  it('learns on which side a missing value belongs', () => {
    const x = Float32Array.from([1, 2, Number.NaN, 8, 9, Number.NaN]);
    const exact = {
      trees: 1,
      leaves: 2,
      learningRate: 1,
      minRows: 1,
      lambda: 0,
      seed: 1,
      x,
      features: 1,
      loss: squared(),
    };
    const asLow = boost({ ...exact, target: Float64Array.from([10, 10, 10, 20, 20, 10]) });
    const asHigh = boost({ ...exact, target: Float64Array.from([10, 10, 20, 20, 20, 20]) });
    expect(one([0, 0, 0], [1, 9, Number.NaN], asLow)).toEqual([10, 20, 10]);
    expect(one([0, 0, 0], [1, 9, Number.NaN], asHigh)).toEqual([10, 20, 20]);
  });

  it('parts the missing from the known, where that is what matters', () => {
    const x = Float32Array.from([1, Number.NaN, 2, Number.NaN]);
    const exact = {
      trees: 1,
      leaves: 2,
      learningRate: 1,
      minRows: 1,
      lambda: 0,
      seed: 1,
      x,
      features: 1,
      loss: squared(),
    };
    const forest = boost({ ...exact, target: Float64Array.from([5, 1, 5, 1]) });
    expect(one([0, 0, 0], [1, 1e30, Number.NaN], forest)).toEqual([5, 5, 1]);
  });

  it('leaves no leaf with fewer rows than asked', () => {
    const x = Float32Array.from({ length: 100 }, (_, i) => i);
    const target = Float64Array.from({ length: 100 }, (_, i) => (i < 3 ? 100 : 0));
    const forest = boost({
      x,
      features: 1,
      target,
      loss: squared(),
      seed: 1,
      trees: 1,
      leaves: 8,
      minRows: 10,
      learningRate: 1,
      lambda: 0,
    });
    const leaves = new Map<number, number>();
    for (const value of predictForest(forest, x, 1)) leaves.set(value, (leaves.get(value) ?? 0) + 1);
    expect(Math.min(...leaves.values())).toBeGreaterThanOrEqual(10);
    expect(forest.trees[0]?.threshold[0]).toBe(9.5);
  });

  it('fits a quantile: the 90 % bound of uniform noise', () => {
    const random = randomFrom(7);
    const target = Float64Array.from({ length: 4_000 }, () => random.next());
    const x = Float32Array.from(target, () => random.next());
    const tuning = { trees: 30, leaves: 4, minRows: 200, columnShare: 1, seed: 1 };
    const high = predictForest(boost({ ...tuning, x, features: 1, target, loss: pinball(0.9) }), x, 1);
    const below = target.filter((value, i) => value <= high[i]!).length / target.length;
    expect(below).toBeGreaterThan(0.88);
    expect(below).toBeLessThan(0.92);
  });

  it('fits the median under absolute loss, which one wild value does not move', () => {
    const x = Float32Array.of(1, 1, 1, 2, 2, 2);
    const target = Float64Array.of(10, 11, 9_000, 20, 21, 22);
    const exact = { trees: 1, leaves: 2, learningRate: 1, minRows: 1, lambda: 0, seed: 1 };
    expect(one([0, 0], [1, 2], boost({ ...exact, x, features: 1, target, loss: absolute() }))).toEqual([11, 21]);
  });

  it('takes one Newton step in log-odds under logistic loss', () => {
    const x = Float32Array.of(1, 1, 1, 1, 2, 2, 2, 2);
    const target = Float64Array.of(0, 0, 0, 1, 1, 1, 1, 0);
    const exact = { trees: 1, leaves: 2, learningRate: 1, minRows: 1, lambda: 0, seed: 1 };
    const forest = boost({ ...exact, x, features: 1, target, loss: logistic() });
    // Half of all are 1: base 0; each side is off by a quarter a row, its curvature a quarter a row too.
    expect(forest.base).toBe(0);
    expect(one([0, 0], [1, 2], forest)).toEqual([-1, 1]);
    expect(sigmoid(1)).toBeCloseTo(0.731_058_578_63, 10);
  });

  it('says how sure it is: the shares of 1 it was shown', () => {
    const random = randomFrom(4);
    const x = Float32Array.from({ length: 4_000 }, () => Math.floor(3 * random.next()));
    const target = Float64Array.from(x, (group) => (random.next() < [0.05, 0.3, 0.9][group]! ? 1 : 0));
    const forest = boost({ x, features: 1, target, loss: logistic(), seed: 1, trees: 60 });
    const [low = 0, middle = 0, high = 0] = predictForest(forest, Float32Array.of(0, 1, 2), 1).map(sigmoid);
    expect(low).toBeCloseTo(0.05, 1);
    expect(middle).toBeCloseTo(0.3, 1);
    expect(high).toBeCloseTo(0.9, 1);
  });

  it('refuses a logistic target that is never 1', () => {
    const never = { x: new Float32Array(3), features: 1, target: new Float64Array(3), loss: logistic() };
    expect(() => boost({ ...never, seed: 1, trees: 1 })).toThrow('the target is 1 in a share of 0');
  });

  it('counts a row of weight 3 as three rows, under each loss', () => {
    const exact = { features: 1, trees: 3, leaves: 2, learningRate: 0.5, minRows: 1, minHessian: 0, seed: 1 };
    for (const loss of [squared(), logistic()]) {
      const thrice = boost({
        ...exact,
        loss,
        x: Float32Array.of(1, 1, 2, 2, 2, 2),
        target: Float64Array.of(0, 1, 0, 1, 1, 1),
      });
      const weighted = boost({
        ...exact,
        loss,
        x: Float32Array.of(1, 1, 2, 2),
        target: Float64Array.of(0, 1, 0, 1),
        weights: Float64Array.of(1, 1, 1, 3),
      });
      expect(one([0, 0], [1, 2], weighted)).toEqual(one([0, 0], [1, 2], thrice));
    }
  });

  it('stops when later rows no longer improve, and keeps the trees up to the best', () => {
    const random = randomFrom(8);
    const made = (rows: number) => {
      const x = Float32Array.from({ length: rows * 5 }, () => random.next());
      return { x, target: Float64Array.from({ length: rows }, (_, i) => x[5 * i]! + 2 * random.next()) };
    };
    const seen: (number | undefined)[] = [];
    const forest = boost({
      ...made(300),
      features: 5,
      loss: squared(),
      seed: 1,
      trees: 500,
      minRows: 3,
      later: { ...made(300), patience: 10 },
      onTree: (_grown, _of, { laterLoss }) => seen.push(laterLoss),
    });
    const best = Math.min(...seen.map((loss) => loss ?? Number.NaN));
    expect(seen.length).toBeLessThan(100);
    expect(forest.trees.length).toBe(seen.indexOf(best) + 1);
    expect(seen.length).toBe(forest.trees.length + 10);
  });

  it('only rises with a column that is to rise, even where the data fall', () => {
    const random = randomFrom(9);
    const x = Float32Array.from({ length: 3_000 }, () => random.next());
    const target = Float64Array.from(
      { length: 1_500 },
      (_, i) => Math.sin(6 * x[2 * i]!) + x[2 * i + 1]! * x[2 * i]! + 0.3 * random.next(),
    );
    const options = { x, features: 2, target, loss: squared(), seed: 1, trees: 60, leaves: 15 };
    const turns = (forest: Forest) => {
      let falls = 0;
      for (let other = 0.05; other < 1; other += 0.1) {
        const line = Float32Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? i / 400 : other));
        const said = predictForest(forest, line, 2);
        falls += said.filter((value, i) => i > 0 && value < said[i - 1]! - 1e-9).length;
      }
      return falls;
    };
    expect(turns(boost({ ...options, monotone: [{ column: 0, direction: 'rising' }] }))).toBe(0);
    expect(turns(boost(options))).toBeGreaterThan(50);
  });

  it('cannot keep a direction under a loss whose leaves do not follow from slopes', () => {
    const monotone = [{ column: 0, direction: 'falling' }] as const;
    const median = { x: new Float32Array(3), features: 1, target: new Float64Array(3), loss: absolute() };
    expect(() => boost({ ...median, seed: 1, trees: 1, monotone })).toThrow('got absolute loss with monotone columns');
  });

  it('never looks at a column it was told not to', () => {
    const random = randomFrom(3);
    const x = Float32Array.from({ length: 400 }, () => random.next());
    const target = Float64Array.from({ length: 200 }, (_, i) => x[2 * i]!);
    const forest = boost({ x, features: 2, target, loss: squared(), seed: 1, trees: 5, except: [0] });
    expect(forest.trees.flatMap(({ feature }) => Array.from(feature))).not.toContain(0);
  });

  it('is the same forest from the same seed, and another from another', () => {
    const random = randomFrom(5);
    const x = Float32Array.from({ length: 2_000 }, () => random.next());
    const target = Float64Array.from({ length: 500 }, () => random.next());
    const grow = (seed: number) =>
      boost({ x, features: 4, target, loss: squared(), seed, trees: 5, columnShare: 0.5, rowShare: 0.5 });
    expect(grow(1)).toEqual(grow(1));
    expect(grow(2)).not.toEqual(grow(1));
  });

  it('refuses a matrix of another size', () => {
    const ask = () =>
      boost({ x: new Float32Array(5), features: 2, target: new Float64Array(2), loss: squared(), seed: 1, trees: 1 });
    expect(ask).toThrow('x holds 5 numbers, want 2 rows of 2 features');
  });

  it('comes near the noise floor of a known function (Friedman 1991, noise of standard deviation 1)', () => {
    const random = randomFrom(11);
    const gauss = () => Array.from({ length: 12 }, () => random.next()).reduce((sum, u) => sum + u, -6);
    const sample = (count: number) => {
      const x = Float32Array.from({ length: count * 10 }, () => random.next());
      const truth = Float64Array.from({ length: count }, (_, i) => {
        const [a = 0, b = 0, c = 0, d = 0, e = 0] = x.subarray(10 * i, 10 * i + 5);
        return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
      });
      return { x, target: truth.map((value) => value + gauss()) };
    };
    const [seen, unseen] = [sample(8_000), sample(4_000)];
    const forest = boost({ ...seen, features: 10, loss: squared(), seed: 1, trees: 150, leaves: 15 });
    const errors = predictForest(forest, unseen.x, 10).map((value, i) => (value - unseen.target[i]!) ** 2);
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / errors.length);
    // The floor is 1; predicting the mean gives 5.
    expect(rmse).toBeGreaterThan(1);
    expect(rmse).toBeLessThan(1.12);
  });
});
