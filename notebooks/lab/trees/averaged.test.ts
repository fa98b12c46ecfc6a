import { describe, expect, it } from 'vitest';
import { forestNode } from '../onnx/forest.ts';
import { modelBytes } from '../onnx/graph.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { type AveragedOptions, fitExtraTrees, fitRandomForest } from './averaged.ts';
import { predictForest } from './tree.ts';

const NONE = Number.NaN;

/** Two columns that matter, one that does not; the first is missing in places, where the target is 30. */
function made(seed: number, rows: number) {
  const random = randomFrom(seed);
  const x = Float32Array.from({ length: 3 * rows }, (_, k) =>
    k % 3 === 0 && random.next() < 0.2 ? NONE : 10 * random.next(),
  );
  const target = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b] = [x[3 * i]!, x[3 * i + 1]!];
    return (Number.isNaN(a) ? 30 : a > 5 ? 10 : 0) + b + random.next();
  });
  return { x, target, features: 3 };
}

const trainers = { 'a random forest': fitRandomForest, 'extra trees': fitExtraTrees };

describe.each(Object.entries(trainers))('%s', (_name, fit) => {
  it('learns steps, slopes and what is missing', () => {
    const forest = fit({ ...made(1, 3_000), seed: 1, trees: 40, minRows: 2 });
    const said = predictForest(forest, Float32Array.of(2, 3, 0, 8, 3, 0, NONE, 3, 0), 3);
    for (const [i, wanted] of [3.5, 13.5, 33.5].entries()) expect(Math.abs(said[i]! - wanted)).toBeLessThan(0.4);
  });

  it('is the same from the same seed, and another from another', () => {
    const options: AveragedOptions = { ...made(1, 200), seed: 1, trees: 3, columnShare: 0.5 };
    expect(fit(options)).toEqual(fit(options));
    expect(fit({ ...options, seed: 2 })).not.toEqual(fit(options));
  });

  it('keeps to its depth and to the fewest rows of a leaf', () => {
    const shallow = fit({ ...made(1, 500), seed: 1, trees: 4, maxDepth: 2 });
    expect(Math.max(...shallow.trees.map(({ feature }) => feature.length))).toBe(7);
    const large = fit({ ...made(1, 500), seed: 1, trees: 4, minRows: 100 });
    expect(Math.max(...large.trees.map(({ feature }) => feature.filter((f) => f < 0).length))).toBeLessThanOrEqual(5);
  });

  it('gives a probability where the target is a class', () => {
    const random = randomFrom(2);
    const x = Float32Array.from({ length: 3_000 }, () => Math.floor(3 * random.next()));
    const target = Float64Array.from(x, (group) => (random.next() < [0.1, 0.5, 0.9][group]! ? 1 : 0));
    const said = predictForest(fit({ x, features: 1, target, seed: 1, trees: 30 }), Float32Array.of(0, 1, 2), 1);
    for (const [i, wanted] of [0.1, 0.5, 0.9].entries()) expect(Math.abs(said[i]! - wanted)).toBeLessThan(0.05);
  });

  it('never sees a row of weight 0', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6);
    const target = Float64Array.of(1, 1, 1, 1, 1, 1_000);
    const weights = Float64Array.of(1, 1, 1, 1, 1, 0);
    expect(predictForest(fit({ x, features: 1, target, weights, seed: 1, trees: 4 }), Float32Array.of(6), 1)[0]).toBe(
      1,
    );
  });

  it('gives the same in the runtime of the edge', async () => {
    const { x, target, features } = made(3, 800);
    const forest = fit({ x, target, features, seed: 1, trees: 20 });
    const onnx = modelBytes({
      name: 'test',
      features,
      nodes: [forestNode(forest, 'y')],
      constants: [],
      outputs: ['y'],
    });
    const [answers] = await runOnnx(onnx, x, features, ['y']);
    const furthest = Math.max(...predictForest(forest, x, features).map((value, i) => Math.abs(value - answers![i]!)));
    expect(furthest).toBeLessThan(2e-5);
  });
});

it('a random forest smooths: the mean of trees on drawn rows is nearer the truth than one tree on all', () => {
  const [seen, unseen] = [made(1, 1_000), made(2, 1_000)];
  const rmse = (trees: number) => {
    const said = predictForest(fitRandomForest({ ...seen, seed: 1, trees }), unseen.x, 3);
    return Math.sqrt(said.reduce((sum, value, i) => sum + (value - unseen.target[i]!) ** 2, 0) / said.length);
  };
  expect(rmse(40)).toBeLessThan(0.9 * rmse(1));
});
