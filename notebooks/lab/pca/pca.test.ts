import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { pcaPart } from '../onnx/pca.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { fitPca, predictPca } from './pca.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const digits = (values: Float64Array) => Array.from(values, (value) => Number(value.toFixed(9)));

it('knows the eigenvalues and eigenvectors of a small matrix', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  const half = Number(Math.SQRT1_2.toFixed(9));
  expect(digits(values)).toEqual([3, 1]);
  expect(digits(vectors.map(Math.abs))).toEqual([half, half, half, half]);
  expect(vectors[2]! * vectors[3]!).toBeLessThan(0);
});

describe('principal components', () => {
  it('two columns that rise together have one direction', () => {
    const half = Number(Math.SQRT1_2.toFixed(9));
    const x = Float32Array.of(1, 100, 2, 200, 3, 300, 4, 400);
    const pca = fitPca({ x, features: 2, components: 2 });
    expect(digits(pca.explained)).toEqual([1, 0]);
    expect(digits(pca.components.slice(0, 2))).toEqual([half, half]);
  });

  it('gives coordinates whose variances are those it names, and that do not go together', () => {
    const random = randomFrom(1);
    const x = Float32Array.from(
      { length: 3_000 },
      (_, at) => random.next() + (at % 3 === 2 ? 0 : Math.sin(at - (at % 3))),
    );
    const pca = fitPca({ x, features: 3, components: 2 });
    const said = predictPca(pca, x);
    let [squares, products] = [0, 0];
    for (let i = 0; i < 1_000; i++) {
      squares += said[2 * i]! ** 2;
      products += said[2 * i]! * said[2 * i + 1]!;
    }
    expect(squares / 999).toBeCloseTo(pca.variance[0]!, 9);
    expect(products / 999).toBeCloseTo(0, 9);
  });

  it('gives the same in the runtime of the edge', async () => {
    const random = randomFrom(2);
    const x = Float32Array.from({ length: 2_000 }, () => (random.next() < 0.05 ? Number.NaN : 100 + random.next()));
    const pca = fitPca({ x, features: 5, components: 3 });
    const outputs = ['first', 'second', 'third'];
    const onnx = modelBytes({ name: 'test', features: 5, ...pcaPart(pca, { outputs }), outputs });
    const answers = await runOnnx(onnx, x, 5, outputs);
    const furthest = Math.max(
      ...predictPca(pca, x).map((wanted, at) => Math.abs(wanted - answers[at % 3]![Math.floor(at / 3)]!)),
    );
    expect(furthest).toBeLessThan(2e-5);
  });
});
