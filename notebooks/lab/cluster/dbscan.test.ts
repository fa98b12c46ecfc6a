import { describe, expect, it } from 'vitest';
import { modelBytes } from '../onnx/graph.ts';
import { dbscanPart } from '../onnx/nearest.ts';
import { runOnnx } from '../onnx/run.ts';
import { fitDbscan, NOISE, predictDbscan } from './dbscan.ts';

const RAW = { mean: new Float64Array(1), deviation: new Float64Array(1).fill(1) };
const line = { x: Float32Array.of(10, 1, 2, 3, 11, 50, 12, 4.5), features: 1, reach: 1, neighbours: 3, standard: RAW };

describe('DBSCAN', () => {
  it('joins rows that lie close, numbers clusters by their first core, and leaves out what lies alone', () => {
    expect(Array.from(fitDbscan(line).label)).toEqual([1, 0, 0, 0, 1, NOISE, 1, NOISE]);
  });

  it('joins a row at the edge of a cluster, which joins no other', () => {
    const { label, coreLabel } = fitDbscan({ ...line, x: Float32Array.of(1, 2, 3, 3.9, 4.8), neighbours: 3 });
    expect(Array.from(label)).toEqual([0, 0, 0, 0, 0]);
    expect(coreLabel.length).toBe(3);
  });

  it('gives a new row the cluster of the nearest core within reach', () => {
    const fitted = fitDbscan(line);
    expect(Array.from(predictDbscan(fitted, Float32Array.of(2.9, 3.1, 11.5, 30)))).toEqual([0, NOISE, 1, NOISE]);
  });

  it('gives the same in the runtime of the edge', async () => {
    const fitted = fitDbscan(line);
    const onnx = modelBytes({
      name: 'test',
      features: 1,
      ...dbscanPart(fitted, { label: 'cluster' }),
      outputs: ['cluster'],
    });
    const x = Float32Array.of(2.9, 3.2, 11.5, 30, 2, Number.NaN);
    const [answers] = await runOnnx(onnx, x, 1, ['cluster']);
    expect(Array.from(answers!)).toEqual(Array.from(predictDbscan(fitted, x)));
  });
});
