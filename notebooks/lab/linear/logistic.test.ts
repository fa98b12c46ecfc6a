import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { logisticPart } from '../onnx/linear.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { fitLogistic, predictLogistic } from './logistic.ts';

/** Three classes, the likelier the higher their own column; the fourth column says nothing. */
function made(rows: number) {
  const random = randomFrom(1);
  const x = Float32Array.from({ length: 4 * rows }, () => (random.next() < 0.05 ? Number.NaN : random.next()));
  const classOf = Array.from({ length: rows }, (_, i) => {
    const scores = [0, 1, 2].map((k) => 3 * (Number.isNaN(x[4 * i + k]!) ? 0.5 : x[4 * i + k]!) + random.next());
    return scores.indexOf(Math.max(...scores));
  });
  return { x, features: 4, classOf, classes: 3 };
}

describe('logistic regression', () => {
  it('without a column that says anything, knows the shares of the classes', () => {
    const x = Float32Array.of(7, 7, 7, 7, 7);
    const said = predictLogistic(fitLogistic({ x, features: 1, classOf: [0, 0, 0, 1, 2], classes: 3, l2: 1 }), x);
    expect(Array.from(said.subarray(0, 3), (value) => Number(value.toFixed(9)))).toEqual([0.6, 0.2, 0.2]);
  });

  it('where two groups hold 1 in 4 and 3 in 4, says so; a penalty draws both to the middle', () => {
    const x = Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const classOf = [0, 0, 0, 1, 1, 1, 1, 0];
    const chances = (l2: number) => {
      const said = predictLogistic(fitLogistic({ x, features: 1, classOf, classes: 2, l2 }), Float32Array.of(0, 1));
      return [said[1]!, said[3]!];
    };
    const [low = 0, high = 0] = chances(1e-9);
    expect(low).toBeCloseTo(0.25, 8);
    expect(high).toBeCloseTo(0.75, 8);
    expect(chances(10)[0]).toBeGreaterThan(0.3);
  });

  it('counts a row of weight 3 as three rows', () => {
    const thrice = fitLogistic({
      x: Float32Array.of(1, 2, 3, 3, 3),
      features: 1,
      classOf: [0, 1, 0, 0, 0],
      classes: 2,
      l2: 0.1,
    });
    const weighted = fitLogistic({
      x: Float32Array.of(1, 2, 3),
      features: 1,
      classOf: [0, 1, 0],
      classes: 2,
      weights: Float64Array.of(1, 1, 3),
      l2: 0.1,
    });
    expect(weighted.intercepts[0]).toBeCloseTo(thrice.intercepts[0]!, 9);
    expect(weighted.coefficients[0]).toBeCloseTo(thrice.coefficients[0]!, 9);
  });

  it('stands at the lowest place: no step in any direction goes down', () => {
    const data = made(300);
    const fitted = fitLogistic({ ...data, l2: 0.7 });
    const loss = (coefficients: Float64Array) => {
      const said = predictLogistic({ ...fitted, coefficients }, data.x);
      const errors = data.classOf.reduce((sum, k, i) => sum - Math.log(said[3 * i + k]!), 0);
      return errors + 0.35 * coefficients.reduce((sum, one) => sum + one * one, 0);
    };
    const lowest = loss(fitted.coefficients);
    for (const at of fitted.coefficients.keys()) {
      for (const step of [-1e-3, 1e-3])
        expect(loss(fitted.coefficients.with(at, fitted.coefficients[at]! + step))).toBeGreaterThan(lowest);
    }
    expect(fitted.intercepts.reduce((sum, one) => sum + one)).toBeCloseTo(0, 9);
  });

  it('says what classes are absent or unknown', () => {
    const two = { x: Float32Array.of(1, 2), features: 1, l2: 1 };
    expect(() => fitLogistic({ ...two, classOf: [0, 0], classes: 2 })).toThrow('no row is of class 1');
    expect(() => fitLogistic({ ...two, classOf: [0, 5], classes: 1 })).toThrow('got classes 5, want 0 to 0');
  });

  it('gives the same in the runtime of the edge', async () => {
    const data = made(500);
    const fitted = fitLogistic({ ...data, l2: 1 });
    const outputs = ['low', 'middle', 'high'];
    const onnx = modelBytes({ name: 'test', features: 4, ...logisticPart(fitted, { outputs }), outputs });
    const answers = await runOnnx(onnx, data.x, 4, outputs);
    const furthest = Math.max(
      ...predictLogistic(fitted, data.x).map((wanted, at) => Math.abs(wanted - answers[at % 3]![Math.floor(at / 3)]!)),
    );
    expect(furthest).toBeLessThan(1e-6);
  });
});
