import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { ridgePart } from '../onnx/linear.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { chooseRidge, fitRidge, predictRidge } from './ridge.ts';

const NONE = Number.NaN;

describe('ridge', () => {
  it('finds the line that two columns make', () => {
    const x = Float32Array.of(1, 1, 2, 1, 3, 2, 4, 5);
    const target = Float64Array.of(12, 14, 19, 30);
    const line = fitRidge({ x, features: 2, target, alpha: 0 });
    // 7 + 2a + 3b
    expect(Array.from(predictRidge(line, Float32Array.of(0, 0, 10, 0, 0, 10)), (v) => Number(v.toFixed(9)))).toEqual([
      7, 27, 37,
    ]);
  });

  it('shrinks: one standardised column of n rows keeps n / (n + alpha) of its slope', () => {
    const x = Float32Array.of(-1, 1, -1, 1);
    const target = Float64Array.of(10, 14, 10, 14);
    const shrunk = fitRidge({ x, features: 1, target, alpha: 4 });
    expect(shrunk.intercept).toBe(12);
    expect(shrunk.coefficients[0]).toBeCloseTo(1, 12);
  });

  it('counts a row of weight 3 as three rows', () => {
    const twice = fitRidge({
      x: Float32Array.of(1, 2, 2, 2, 5),
      features: 1,
      target: Float64Array.of(3, 1, 1, 1, 4),
      alpha: 0.5,
    });
    const weighted = fitRidge({
      x: Float32Array.of(1, 2, 5),
      features: 1,
      target: Float64Array.of(3, 1, 4),
      weights: Float64Array.of(1, 3, 1),
      alpha: 0.5,
    });
    expect(weighted.coefficients[0]).toBeCloseTo(twice.coefficients[0]!, 12);
    expect(weighted.intercept).toBeCloseTo(twice.intercept, 12);
  });

  it('takes a missing value for the mean, and a column that never varies for nothing', () => {
    const x = Float32Array.of(1, 7, 3, 7, NONE, 7);
    const ridge = fitRidge({ x, features: 2, target: Float64Array.of(10, 20, 15), alpha: 0 });
    expect(ridge.standard.mean[0]).toBe(2);
    expect(ridge.coefficients[1]).toBe(0);
    expect(Array.from(predictRidge(ridge, Float32Array.of(NONE, NONE, 4, 100)))).toEqual([15, 25]);
  });

  it('chooses the alpha that does best later', () => {
    const random = randomFrom(1);
    const made = (rows: number) => {
      const x = Float32Array.from({ length: rows * 30 }, () => random.next() - 0.5);
      const target = Float64Array.from({ length: rows }, (_, i) => 10 * x[30 * i]! + 10 * (random.next() - 0.5));
      return { x, target };
    };
    const { ridge, rmse } = chooseRidge({
      ...made(60),
      features: 30,
      alphas: [0, 10, 100_000],
      later: made(500),
    });
    expect(ridge.alpha).toBe(10);
    expect(Math.min(...rmse)).toBe(rmse[1]);
  });

  it('says which column follows from the others', () => {
    const x = Float32Array.of(1, 2, 2, 4, 3, 6);
    expect(() => fitRidge({ x, features: 2, target: Float64Array.of(1, 2, 3), alpha: 0 })).toThrow(
      'column 1 follows from the columns before it',
    );
  });

  it('gives the same in the runtime of the edge, within the last bits of Float32', async () => {
    const random = randomFrom(2);
    const features = 8;
    const x = Float32Array.from({ length: 2_000 * features }, () =>
      random.next() < 0.1 ? NONE : 50_000 + 9_000 * random.next(),
    );
    const target = Float64Array.from({ length: 2_000 }, () => 40_000 + 20_000 * random.next());
    const ridge = fitRidge({ x, features, target, alpha: 1 });
    const part = ridgePart(ridge, { output: 'load_mw' });
    const onnx = modelBytes({ name: 'test', features, ...part, outputs: ['load_mw'] });
    const [answers] = await runOnnx(onnx, x, features, ['load_mw']);
    const furthest = Math.max(...predictRidge(ridge, x).map((wanted, i) => Math.abs(answers![i]! / wanted - 1)));
    expect(furthest).toBeLessThan(3e-7);
  });
});
