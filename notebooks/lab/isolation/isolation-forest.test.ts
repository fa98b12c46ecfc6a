import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { isolationPart } from '../onnx/isolation.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { fitIsolationForest, scoreIsolation } from './isolation-forest.ts';

/** A cloud around 0, and the last row far from it. */
function made(rows: number, far: number): Float32Array {
  const random = randomFrom(1);
  const x = Float32Array.from({ length: 3 * rows }, () => random.next() + random.next() + random.next() - 1.5);
  x.fill(far, 3 * (rows - 1));
  return x;
}

describe('an isolation forest', () => {
  it('scores what lies far off highest, and the many below a half', () => {
    const x = made(1_000, 8);
    const scores = scoreIsolation(fitIsolationForest({ x, features: 3, seed: 1 }), x, 3);
    expect(scores.indexOf(Math.max(...scores))).toBe(999);
    expect(scores[999]).toBeGreaterThan(0.7);
    expect(scores.toSorted()[500]).toBeLessThan(0.5);
  });

  it('gives two rows, once parted, a path of one cut: the score a half', () => {
    const x = Float32Array.of(1, 2);
    expect(Array.from(scoreIsolation(fitIsolationForest({ x, features: 1, seed: 1, trees: 4 }), x, 1))).toEqual([
      0.5, 0.5,
    ]);
  });

  it('cannot part rows that are equal: none is unlike the others', () => {
    const x = new Float32Array(20).fill(3);
    const scores = scoreIsolation(fitIsolationForest({ x, features: 2, seed: 1, trees: 8 }), x, 2);
    for (const score of scores) expect(score).toBeCloseTo(0.5, 6);
  });

  it('takes what is missing for usual', () => {
    const x = made(500, 8);
    const forest = fitIsolationForest({ x, features: 3, seed: 1 });
    const unknown = new Float32Array(3).fill(Number.NaN);
    expect(scoreIsolation(forest, unknown, 3)[0]).toBeLessThan(0.5);
  });

  it('is the same from the same seed', () => {
    const ask = { x: made(300, 5), features: 3, trees: 5 };
    expect(fitIsolationForest({ ...ask, seed: 1 })).toEqual(fitIsolationForest({ ...ask, seed: 1 }));
    expect(fitIsolationForest({ ...ask, seed: 2 })).not.toEqual(fitIsolationForest({ ...ask, seed: 1 }));
  });

  it('gives the same in the runtime of the edge', async () => {
    const x = made(800, 6);
    x[4] = Number.NaN;
    const forest = fitIsolationForest({ x, features: 3, seed: 1 });
    const onnx = modelBytes({
      name: 'test',
      features: 3,
      ...isolationPart(forest, { output: 'score' }),
      outputs: ['score'],
    });
    const [answers] = await runOnnx(onnx, x, 3, ['score']);
    const furthest = Math.max(...scoreIsolation(forest, x, 3).map((score, i) => Math.abs(score - answers![i]!)));
    expect(furthest).toBeLessThan(1e-6);
  });
});
