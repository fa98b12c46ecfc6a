// What moved each answer, for every release: it adds up to what ONNX Runtime answers. And for small graphs: it is what can be worked out by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { models } from '../models/catalogue.gen.ts';
import { float32Of } from '../models/float32.ts';
import type { ModelDefinition } from '../models/model.ts';
import { Golden } from '../models/release.ts';
import { forestNode } from '../notebooks/lab/onnx/forest.ts';
import { attr, type Constant, INPUT, modelBytes, type Node } from '../notebooks/lab/onnx/graph.ts';
import { runOnnx } from '../notebooks/lab/onnx/run.ts';
import { boost } from '../notebooks/lab/trees/boost.ts';
import { squared } from '../notebooks/lab/trees/loss.ts';
import { ROOT } from '../tools/root.ts';
import type { Explanation } from '../workers/mesh/contracts.ts';
import { explains } from '../workers/predict/explain/explanation.ts';

const CASES = 12;
const everyModel: readonly ModelDefinition[] = Object.values(models);

const sumOf = ({ expected, contributions }: Explanation): number =>
  Object.values(contributions).reduce((sum, part) => sum + part, expected);

describe.each(everyModel)('an answer of $id', ({ id, features, heads }) => {
  const names = heads.map(({ name }) => name);

  it('is what was expected and what each feature moved it by, for golden rows and for rows between them', async () => {
    const onnx = new Uint8Array(readFileSync(join(ROOT, 'models', id, 'model.onnx')));
    const tensor = goldenRows(id);
    const outputs = await runOnnx(onnx, tensor, features.length, names);
    const found = await explains(onnx, { features, heads: names, run: async () => outputs }).rows(tensor);
    expect(found).not.toContain(null);
    for (const [head, name] of names.entries()) {
      const answers = [...outputs[head]!];
      const largest = Math.max(...answers.map(Math.abs));
      const away = answers.map((answer, row) => Math.abs(sumOf(found[row]![name]!) - answer));
      expect(Math.max(...away)).toBeLessThanOrEqual(2e-6 * largest);
    }
    const moved = found.map((one) => Object.keys(one![names[0]!]!.contributions).length);
    expect(Math.max(...moved)).toBeGreaterThan(1);
  });
});

/** Each followed by the one half way to the next; a whole number chooses, and is not halved. */
function goldenRows(id: string): Float32Array {
  const { cases } = Golden.parse(JSON.parse(readFileSync(join(ROOT, 'models', id, 'golden.json'), 'utf8')));
  const rows = cases.slice(0, CASES).map(({ features }) => features.map(float32Of));
  const between = rows
    .slice(1)
    .map((row, i) => row.map((value, j) => (Number.isInteger(value) ? value : (value + rows[i]![j]!) / 2)));
  return Float32Array.from([...rows, ...between].flat());
}

async function explainedBy(nodes: readonly Node[], constants: readonly Constant[], row: readonly number[]) {
  const features = ['a', 'b'].slice(0, row.length);
  const onnx = modelBytes({ name: 'test', features: row.length, nodes, constants, outputs: ['y'] });
  const run = (tensor: Float32Array) => runOnnx(onnx, tensor, row.length, ['y']);
  const [found] = await explains(onnx, { features, heads: ['y'], run }).rows(Float32Array.from(row));
  return found?.['y'];
}

const standardised = (offset: readonly number[], scale: readonly number[]): Node => ({
  op: 'Scaler',
  domain: 'ai.onnx.ml',
  inputs: [INPUT],
  output: 'standardised',
  attributes: [attr.floats('offset', offset), attr.floats('scale', scale)],
});
const weights = (...values: readonly number[]): Constant => ({
  name: 'w',
  type: 'float',
  value: values,
  shape: [2, 1],
});
const bias = (value: number): Constant => ({ name: 'bias', type: 'float', value });

describe('worked out by hand', () => {
  it('a tree: the mean of the rows that it was grown from, and how each cut changes it', async () => {
    const exact = { trees: 1, leaves: 2, learningRate: 1, minRows: 1, lambda: 0, seed: 1 };
    const forest = boost({
      ...exact,
      x: Float32Array.of(1, 2, 3, 4),
      features: 1,
      target: Float64Array.of(1, 1, 1, 5),
      loss: squared(),
    });
    expect(await explainedBy([forestNode(forest, 'y')], [], [4])).toEqual({ expected: 2, contributions: { a: 3 } });
    expect(await explainedBy([forestNode(forest, 'y')], [], [1])).toEqual({ expected: 2, contributions: { a: -1 } });
  });

  it('a linear model: how far each feature is from its mean, times its slope', async () => {
    const nodes: Node[] = [
      standardised([10, 100], [0.5, 0.125]),
      { op: 'MatMul', inputs: ['standardised', 'w'], output: 'product' },
      { op: 'Add', inputs: ['product', 'bias'], output: 'y' },
    ];
    expect(await explainedBy(nodes, [weights(4, -2), bias(7)], [12, 124])).toEqual({
      expected: 7,
      contributions: { a: 4, b: -6 },
    });
  });

  it('a chance: in proportion to what moved the log-odds', async () => {
    const nodes: Node[] = [
      standardised([0, 0], [1, 1]),
      { op: 'MatMul', inputs: ['standardised', 'w'], output: 'product' },
      { op: 'Sigmoid', inputs: ['product'], output: 'y' },
    ];
    const found = await explainedBy(nodes, [weights(1, 1)], [Math.log(2), Math.log(1.5)]);
    expect(found?.expected).toBe(0.5);
    expect(found?.contributions['a']).toBeCloseTo(0.25 * (Math.log(2) / Math.log(3)), 6);
    expect(found?.contributions['b']).toBeCloseTo(0.25 * (Math.log(1.5) / Math.log(3)), 6);
  });

  it('a level: it scales what the others did, and is named as the factor that it is', async () => {
    const column = (name: string, output: string): Node => ({
      op: 'Gather',
      inputs: [INPUT, name],
      output,
      attributes: [attr.int('axis', 1)],
    });
    const nodes: Node[] = [
      column('first', 'level'),
      column('second', 'other'),
      { op: 'Sub', inputs: ['other', 'bias'], output: 'away' },
      { op: 'Add', inputs: ['away', 'one'], output: 'ratio' },
      { op: 'Mul', inputs: ['level', 'ratio'], output: 'y' },
    ];
    const places: Constant[] = [
      { name: 'first', type: 'int64', value: 0 },
      { name: 'second', type: 'int64', value: 1 },
      { name: 'one', type: 'float', value: 1 },
    ];
    expect(await explainedBy(nodes, [...places, bias(3)], [1_000, 3.25])).toEqual({
      expected: 1_000,
      contributions: { b: 250 },
      factors: { a: 1_000 },
    });
  });

  it('what is held within bounds: in proportion to what they let through', async () => {
    const nodes: Node[] = [
      standardised([0, 0], [1, 1]),
      { op: 'MatMul', inputs: ['standardised', 'w'], output: 'sum' },
      { op: 'Min', inputs: ['sum', 'bias'], output: 'y' },
    ];
    expect(await explainedBy(nodes, [weights(1, 1), bias(5)], [4, 6])).toEqual({
      expected: 0,
      contributions: { a: 2, b: 3 },
    });
  });
});

it('says nothing of what it does not know, nor of trees that do not say how many rows came by', () => {
  const bytes = (nodes: readonly Node[]) =>
    modelBytes({ name: 'test', features: 1, nodes, constants: [], outputs: ['y'] });
  const of = (onnx: Uint8Array) => () => explains(onnx, { features: ['a'], heads: ['y'], run: async () => [] });
  expect(of(bytes([{ op: 'Erf', inputs: [INPUT], output: 'y' }]))).toThrow('what Erf does is not explained');
  const leaf = {
    feature: Int32Array.of(-1),
    threshold: new Float32Array(1),
    left: new Int32Array(1),
    right: new Int32Array(1),
  };
  const tree = { ...leaf, missingLeft: new Uint8Array(1), value: Float32Array.of(1) };
  expect(of(bytes([forestNode({ base: 0, trees: [tree] }, 'y')]))).toThrow(
    'do not say how many rows came by each node',
  );
});

it('says nothing of an answer to which its parts do not add up', async () => {
  const onnx = modelBytes({
    name: 'test',
    features: 1,
    nodes: [{ op: 'Abs', inputs: [INPUT], output: 'y' }],
    constants: [],
    outputs: ['y'],
  });
  const another = async () => [Float32Array.of(3.1)];
  expect(await explains(onnx, { features: ['a'], heads: ['y'], run: another }).rows(Float32Array.of(3))).toEqual([
    null,
  ]);
});
