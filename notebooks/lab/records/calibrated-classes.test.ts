import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { type ClassRows, classesPart, fitCalibratedClasses, predictClasses } from './calibrated-classes.ts';
import { groupedFolds, outOfFold } from './grouped-folds.ts';

/** Two columns, of which the first decides; two rows a person; three classes. */
function people(seed: number, count: number, signal: number): ClassRows {
  const random = randomFrom(seed);
  const x = Float32Array.from({ length: 2 * count }, () => 2 * random.next() - 1);
  const classOf = Array.from({ length: count }, (_, i) => {
    const at = signal * x[2 * i]! + 3 * random.next() - 1.5;
    return at < -0.5 ? 0 : at < 0.5 ? 1 : 2;
  });
  return { x, features: 2, classOf, classes: 3, groups: Array.from({ length: count }, (_, i) => `person ${i >> 1}`) };
}
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('folds by person', () => {
  const groups = people(1, 40, 1).groups;

  it('keep what belongs together, use every row once, and are the same from the same seed', () => {
    const folds = groupedFolds(groups, { folds: 5, seed: 7 });
    expect(folds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (const fold of folds) expect(new Set(fold.map((row) => groups[row])).size).toBe(fold.length / 2);
    expect(groupedFolds(groups, { folds: 5, seed: 7 })).toEqual(folds);
    expect(groupedFolds(groups, { folds: 5, seed: 8 })).not.toEqual(folds);
  });

  it('are refused where there are fewer persons than folds', () => {
    expect(() => groupedFolds(['a', 'a', 'b'], { folds: 3, seed: 1 })).toThrow('got 2 groups');
  });

  it('let each row be judged by what has not seen its person', () => {
    const folds = groupedFolds(groups, { folds: 4, seed: 1 });
    const seen = outOfFold(folds, 1, (learn, judged) =>
      Float64Array.from(judged, (row) => Number(learn.some((other) => groups[other] === groups[row]))),
    );
    expect(Array.from(seen)).toEqual(Array.from({ length: 40 }, () => 0));
  });
});

describe('calibrated classes', () => {
  const learnt = fitCalibratedClasses(people(1, 3_000, 1), { l2: 1, seed: 1 });
  const judged = people(2, 3_000, 1);
  const said = predictClasses(learnt, judged.x);

  it('sum to 1, and come as often as they say', () => {
    expect(said[0]! + said[1]! + said[2]!).toBeCloseTo(1, 12);
    for (const k of [0, 1, 2]) {
      const sure = judged.classOf.flatMap((one, i) =>
        said[3 * i + k]! > 0.45 ? [{ said: said[3 * i + k]!, came: Number(one === k) }] : [],
      );
      if (sure.length < 100) continue;
      expect(Math.abs(meanOf(sure.map((one) => one.said)) - meanOf(sure.map(({ came }) => came)))).toBeLessThan(0.05);
    }
  });

  it('say the base rate where there is nothing to learn', () => {
    const nothing = people(3, 3_000, 0);
    const flat = predictClasses(fitCalibratedClasses(nothing, { l2: 1, seed: 1 }), judged.x);
    for (const k of [0, 1, 2]) {
      const chances = Array.from({ length: 3_000 }, (_, i) => flat[3 * i + k]!);
      expect(Math.max(...chances) - Math.min(...chances)).toBeLessThan(0.06);
      expect(Math.abs(meanOf(chances) - 1 / 3)).toBeLessThan(0.03);
    }
  });

  it('are not sure of themselves for having learnt by heart', () => {
    const columns = 60;
    const chance = (seed: number) => {
      const random = randomFrom(seed);
      return Float32Array.from({ length: 60 * columns }, () => random.next());
    };
    const byHeart = {
      x: chance(4),
      features: columns,
      classOf: Array.from({ length: 60 }, (_, i) => i % 2),
      classes: 2,
      groups: Array.from({ length: 60 }, (_, i) => `person ${i}`),
    };
    const flat = predictClasses(fitCalibratedClasses(byHeart, { l2: 1, seed: 1 }), chance(5));
    expect(Math.max(...flat.map((said) => Math.abs(said - 0.5)))).toBeLessThan(0.2);
  });

  it('come out of the graph as out of the trainer, gaps included', async () => {
    const outputs = ['low', 'middle', 'high'];
    const onnx = modelBytes({ name: 'classes', features: 2, ...classesPart(learnt, outputs), outputs });
    const x = Float32Array.from([...judged.x.subarray(0, 400), Number.NaN, 0.5, Number.NaN, Number.NaN]);
    const answers = await runOnnx(onnx, x, 2, outputs);
    const wanted = predictClasses(learnt, x);
    const furthest = answers.map((values, k) =>
      Math.max(...values.map((value, i) => Math.abs(value - wanted[3 * i + k]!))),
    );
    expect(Math.max(...furthest)).toBeLessThan(1e-6);
  });
});
