import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { mlpPart } from '../onnx/mlp.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { adam } from './adam.ts';
import { fitMlp, predictMlp } from './mlp.ts';

/** A bend that no line follows: 500 + |a| + b, in columns of very different units. */
function made(seed: number, rows: number) {
  const random = randomFrom(seed);
  const x = Float32Array.from({ length: 2 * rows }, (_, at) =>
    at % 2 === 0 ? 2_000 * (random.next() - 0.5) : random.next(),
  );
  const target = Float64Array.from({ length: rows }, (_, i) => 500 + Math.abs(x[2 * i]!) / 10 + 20 * x[2 * i + 1]!);
  return { x, features: 2, target };
}

const rmse = (said: Float64Array, target: Float64Array) =>
  Math.sqrt(said.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0) / said.length);

it('Adam moves by the learning rate at first, whatever the size of the slope', () => {
  const values = Float32Array.of(1, 1);
  adam(values)(Float32Array.of(1_000, -0.001), 0.5);
  expect(values[0]).toBeCloseTo(0.5, 4);
  expect(values[1]).toBeCloseTo(1.5, 4);
});

describe('a neural network', () => {
  it('follows a bend, on rows it has not seen', () => {
    const unseen = made(2, 500);
    const mlp = fitMlp({ ...made(1, 2_000), seed: 1, hidden: [16, 8], epochs: 40, batchRows: 32 });
    // The target's own deviation is 29.
    expect(rmse(predictMlp(mlp, unseen.x), unseen.target)).toBeLessThan(2);
  });

  it('is the same from the same seed, and another from another', () => {
    const ask = { ...made(1, 100), hidden: [4], epochs: 2 };
    expect(fitMlp({ ...ask, seed: 1 })).toEqual(fitMlp({ ...ask, seed: 1 }));
    expect(fitMlp({ ...ask, seed: 2 })).not.toEqual(fitMlp({ ...ask, seed: 1 }));
  });

  it('ends when later rows no longer improve, and is what it was at its best', () => {
    const random = randomFrom(3);
    const noise = () => {
      const x = Float32Array.from({ length: 400 }, () => random.next());
      return { x, target: Float64Array.from({ length: 40 }, () => random.next()) };
    };
    const seen: number[] = [];
    const later = { ...noise(), patience: 5 };
    const mlp = fitMlp({
      ...noise(),
      features: 10,
      seed: 1,
      hidden: [16],
      epochs: 200,
      batchRows: 8,
      learningRate: 0.02,
      later,
      onEpoch: (_done, _of, { laterLoss }) => seen.push(laterLoss ?? Number.NaN),
    });
    expect(seen.length).toBeLessThan(60);
    expect(seen.length - 1 - seen.indexOf(Math.min(...seen))).toBe(5);
    const again = rmse(predictMlp(mlp, later.x), later.target) ** 2;
    const ratio = again / Math.min(...seen);
    // Both are mean squares, one in the variance of the target: above 1 / 12 or so, below 1.
    expect(ratio).toBeGreaterThan(0.04);
    expect(ratio).toBeLessThan(0.15);
  });

  it('never learns from a row of weight 0', () => {
    const x = Float32Array.of(1, 2, 3, 4);
    const target = Float64Array.of(1, 2, 3, 4);
    const weights = Float64Array.of(1, 1, 1, 0);
    const ask = { x, features: 1, weights, seed: 1, hidden: [4], epochs: 5 };
    const moved = target.with(3, 4_000);
    expect(fitMlp({ ...ask, target })).toEqual(fitMlp({ ...ask, target: moved }));
  });

  it('gives the same in the runtime of the edge', async () => {
    const { x, target, features } = made(1, 600);
    x[6] = Number.NaN;
    const mlp = fitMlp({ x, target, features, seed: 1, hidden: [16, 8], epochs: 3 });
    const onnx = modelBytes({ name: 'test', features, ...mlpPart(mlp, { output: 'y' }), outputs: ['y'] });
    const [answers] = await runOnnx(onnx, x, features, ['y']);
    const furthest = Math.max(...predictMlp(mlp, x).map((wanted, i) => Math.abs(answers![i]! / wanted - 1)));
    expect(furthest).toBeLessThan(2e-6);
  });
});
