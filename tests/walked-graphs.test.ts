// The walk beside ONNX Runtime, on the same graphs and rows: the same bits, for every release that is walked and every operation that it knows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { models } from '../models/catalogue.gen.ts';
import { float32Of } from '../models/float32.ts';
import { Golden } from '../models/release.ts';
import { forestNode } from '../notebooks/lab/onnx/forest.ts';
import { attr, type Constant, INPUT, modelBytes, type Node } from '../notebooks/lab/onnx/graph.ts';
import { runOnnx } from '../notebooks/lab/onnx/run.ts';
import { type Random, randomFrom } from '../notebooks/lab/random.ts';
import { boost } from '../notebooks/lab/trees/boost.ts';
import { squared } from '../notebooks/lab/trees/loss.ts';
import { ROOT } from '../tools/root.ts';
import { readOnnx } from '../workers/predict/onnx/file.ts';
import { programOf } from '../workers/predict/onnx/program.ts';

/** Their graphs take a logarithm, the one operation whose last bit may be another. */
const BY_THE_LAST_BITS = ['customer-satisfaction', 'load-anomaly'];

const bitsOf = (outputs: readonly Float32Array[]) =>
  outputs.map((one) => Buffer.from(one.buffer, one.byteOffset, one.byteLength).toString('hex'));

describe.each(Object.values(models))('the graph of $id', ({ id, features, heads }) => {
  const onnx = new Uint8Array(readFileSync(join(ROOT, 'models', id, 'model.onnx')));
  const width = features.length;
  const names = heads.map(({ name }) => name);

  it.skipIf(BY_THE_LAST_BITS.includes(id))(
    'gives the same bits walked, for golden rows and for rows beyond them',
    async () => {
      const walk = programOf(readOnnx(onnx), width);
      const rows = strangeRows(id, width, 301);
      const wanted = await runOnnx(onnx, rows, width, names);
      expect(bitsOf(walk(rows))).toEqual(bitsOf(wanted));
      const third = rows.slice(2 * width, 3 * width);
      expect(bitsOf(walk(third))).toEqual(bitsOf(wanted.map((one) => one.slice(2, 3))));
      expect(new Set(wanted[0]).size).toBeGreaterThan(100);
    },
  );

  it.runIf(BY_THE_LAST_BITS.includes(id))('gives the same bits walked but for a logarithm now and then', async () => {
    const walk = programOf(readOnnx(onnx), width);
    const rows = strangeRows(id, width, 1_001);
    const wanted = (await runOnnx(onnx, rows, width, names)).flatMap((one) => [...one]);
    const got = walk(rows).flatMap((one) => [...one]);
    const others = got.filter((value, i) => !Object.is(value, wanted[i]));
    expect(others.length / got.length).toBeLessThan(0.005);
    const furthest = Math.max(...got.map((value, i) => Math.abs(value - wanted[i]!)));
    expect(furthest).toBeLessThan(5e-7 * Math.max(...wanted.map(Math.abs)));
  });
});

/** Each number is one that the column has in a golden vector, moved in half of the rows, and now and then missing. */
function strangeRows(id: string, width: number, rows: number): Float32Array {
  const { cases } = Golden.parse(JSON.parse(readFileSync(join(ROOT, 'models', id, 'golden.json'), 'utf8')));
  const random = randomFrom(7);
  return Float32Array.from({ length: rows * width }, (_, at) => {
    const said = cases[Math.floor(random.next() * cases.length)]!.features[at % width]!;
    const value = float32Of(said);
    // Whole numbers choose: an hour, a kind of day.
    if (Number.isInteger(value)) return value;
    if (random.next() < 0.05) return Number.NaN;
    return Math.floor(at / width) % 2 === 0 ? value : value * (0.5 + random.next());
  });
}

const NUMBERS = [0, -0, 1, -1, 0.1, 17.99, -18.5, 300, -300, 1e-40, Infinity, -Infinity, NaN];

describe('one operation alone', () => {
  const one = ['Abs', 'Identity', 'Relu', 'Sigmoid', 'Softsign'];
  it.each(one)('%s', async (op) => {
    await sameBits([{ op, inputs: [INPUT], output: 'y' }], [], Float32Array.from([...NUMBERS, ...many(3_000, 40)]), 1);
  });

  it('Sqrt', async () => {
    await sameBits([{ op: 'Sqrt', inputs: [INPUT], output: 'y' }], [], Float32Array.from(many(3_000, 40), Math.abs), 1);
  });

  const two = ['Add', 'Sub', 'Mul', 'Div', 'Sum', 'Max', 'Min'];
  it.each(two)('%s', async (op) => {
    const pairs = Float32Array.from([...NUMBERS.flatMap((a) => NUMBERS.flatMap((b) => [a, b])), ...many(2_000, 40)]);
    const nodes = [...columns(2), { op, inputs: ['c0', 'c1'], output: 'y' }];
    await sameBits(nodes, places(2), pairs, 2);
  });

  it('MatMul and Softmax', async () => {
    for (const [inputs, outputs] of [
      [3, 2],
      [10, 3],
      [8, 4],
      [128, 9],
    ] as const) {
      const weights = { name: 'w', type: 'float', value: many(inputs * outputs, 2), shape: [inputs, outputs] } as const;
      const nodes: Node[] = [
        { op: 'MatMul', inputs: [INPUT, 'w'], output: 'scores' },
        { op: 'Softmax', inputs: ['scores'], output: 'chances', attributes: [attr.int('axis', 1)] },
        { op: 'Gather', inputs: ['chances', 'p1'], output: 'y', attributes: [attr.int('axis', 1)] },
      ];
      await sameBits(nodes, [weights, ...places(2)], Float32Array.from(many(inputs * 300, 2)), inputs);
    }
  });

  it('ReduceSum and Clip', async () => {
    const nodes: Node[] = [
      { op: 'ReduceSum', inputs: [INPUT, 'p1'], output: 'sum' },
      { op: 'Clip', inputs: ['sum', 'least', 'most'], output: 'y' },
    ];
    const bounds: Constant[] = [
      { name: 'least', type: 'float', value: -3, shape: [] },
      { name: 'most', type: 'float', value: 4, shape: [] },
    ];
    await sameBits(nodes, [...places(2), ...bounds], Float32Array.from(many(211 * 300, 1)), 211);
  });

  it('TreeEnsembleRegressor, for one row and for many, with missing values to both sides', async () => {
    const x = Float32Array.from(many(6_000, 2), (value, i) => (i % 7 === 0 ? Number.NaN : value));
    const target = Float64Array.from(
      { length: 1_500 },
      (_, i) => (Number.isNaN(x[4 * i]!) ? 3 : x[4 * i]! * x[4 * i + 1]!) || 0,
    );
    const forest = boost({ x, features: 4, target, loss: squared(), seed: 1, trees: 41, leaves: 15 });
    expect(new Set(forest.trees.flatMap(({ missingLeft }) => [...missingLeft]))).toEqual(new Set([0, 1]));
    const graph = [forestNode(forest, 'y')];
    await sameBits(graph, [], x, 4);
    await sameBits(graph, [], x.slice(0, 4), 4);
  });
});

it('refuses what it does not know, in a sentence', () => {
  const refusal =
    (nodes: readonly Node[], constants: readonly Constant[] = [], features = 1) =>
    () =>
      programOf(readOnnx(modelBytes({ name: 'test', features, nodes, constants, outputs: ['y'] })), features);
  expect(refusal([{ op: 'Erf', inputs: [INPUT], output: 'y' }])).toThrow('Erf needs ONNX Runtime');
  expect(refusal([{ op: 'Abs', inputs: ['x'], output: 'y' }])).toThrow('the graph uses x before it makes it');
  expect(() => readOnnx(new Uint8Array([8, 10]))).toThrow('the ONNX file has no graph');
  const wide = { name: 'w', type: 'float', value: many(129, 1), shape: [129, 1] } as const;
  expect(() =>
    refusal([{ op: 'MatMul', inputs: [INPUT, 'w'], output: 'y' }], [wide], 129)()(new Float32Array(129)),
  ).toThrow('a product over 129 columns is not exact');
});

async function sameBits(nodes: readonly Node[], constants: readonly Constant[], x: Float32Array, features: number) {
  const onnx = modelBytes({ name: 'test', features, nodes, constants, outputs: ['y'] });
  const wanted = await runOnnx(onnx, x, features, ['y']);
  expect(bitsOf(programOf(readOnnx(onnx), features)(x).map(oneNaN))).toEqual(bitsOf(wanted.map(oneNaN)));
}

/** Which of the many NaNs it is says nothing. */
const oneNaN = (values: Float32Array): Float32Array =>
  values.map((value) => (Number.isNaN(value) ? Number.NaN : value));

const random: Random = randomFrom(3);
const many = (count: number, width: number): number[] =>
  Array.from({ length: count }, () => width * (random.next() - 0.5));
const columns = (count: number): Node[] =>
  Array.from({ length: count }, (_, k) => ({
    op: 'Gather',
    inputs: [INPUT, `p${k}`],
    output: `c${k}`,
    attributes: [attr.int('axis', 1)],
  }));
const places = (count: number): Constant[] =>
  Array.from({ length: count }, (_, k) => ({ name: `p${k}`, type: 'int64', value: k }));
