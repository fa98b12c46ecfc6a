import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { kMeansPart } from '../onnx/nearest.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { fitKMeans, predictKMeans } from './k-means.ts';

const RAW = { mean: new Float64Array(2), deviation: new Float64Array(2).fill(1) };

/** Five clouds around (0, 0), (10, 10) and so on, one row of each in turn. */
function clouds(rows: number): Float32Array {
  const random = randomFrom(1);
  return Float32Array.from({ length: 2 * rows }, (_, at) => 10 * (Math.floor(at / 2) % 5) + random.next());
}

describe('k-means', () => {
  it('finds the two means of two pairs', () => {
    const x = Float32Array.of(0, 0, 0, 2, 9, 9, 9, 11);
    const { centres, inertia } = fitKMeans({ x, features: 2, clusters: 2, seed: 1, standard: RAW });
    expect(Array.from(centres).sort((a, b) => a - b)).toEqual([0, 1, 9, 10]);
    expect(inertia).toBe(4);
  });

  it('keeps apart what is apart', () => {
    const x = clouds(500);
    const { label } = predictKMeans(fitKMeans({ x, features: 2, clusters: 5, seed: 1 }), x);
    expect(new Set(label.slice(0, 5)).size).toBe(5);
    expect(label.every((k, i) => k === label[i % 5])).toBe(true);
  });

  it('measures columns by how much they vary, whatever their unit', () => {
    const inMetres = Float32Array.of(0, 0, 1, 10, 10, 0, 11, 10);
    const inMillimetres = inMetres.map((value, at) => (at % 2 === 0 ? 1_000 * value : value));
    const labels = (x: Float32Array) => predictKMeans(fitKMeans({ x, features: 2, clusters: 2, seed: 3 }), x).label;
    expect(labels(inMillimetres)).toEqual(labels(inMetres));
  });

  it('is the same from the same seed; wants a row for each cluster', () => {
    const ask = { x: clouds(50), features: 2, clusters: 3, starts: 2 };
    expect(fitKMeans({ ...ask, seed: 1 })).toEqual(fitKMeans({ ...ask, seed: 1 }));
    expect(() => fitKMeans({ ...ask, clusters: 51, seed: 1 })).toThrow('got 50 rows for 51 clusters');
  });

  it('gives the same in the runtime of the edge', async () => {
    const x = clouds(500);
    const fitted = fitKMeans({ x, features: 2, clusters: 5, seed: 1 });
    const asked = Float32Array.of(...x, Number.NaN, 3, 100, -50);
    const part = kMeansPart(fitted, { label: 'cluster', distance: 'distance' });
    const onnx = modelBytes({ name: 'test', features: 2, ...part, outputs: ['cluster', 'distance'] });
    const [cluster, distance] = await runOnnx(onnx, asked, 2, ['cluster', 'distance']);
    const wanted = predictKMeans(fitted, asked);
    expect(Array.from(cluster!)).toEqual(Array.from(wanted.label));
    // A distance near 0 is the root of what rounding leaves of a difference.
    expect(Math.max(...wanted.distance.map((one, i) => Math.abs(one - distance![i]!)))).toBeLessThan(2e-3);
  });
});
