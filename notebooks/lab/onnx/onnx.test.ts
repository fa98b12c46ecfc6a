import { expect, it } from 'vitest';
import { randomFrom } from '../random.ts';
import { boost } from '../trees/boost.ts';
import { logistic, sigmoid, squared } from '../trees/loss.ts';
import { predictForest } from '../trees/tree.ts';
import { chancePart, forestNode } from './forest.ts';
import { attr, INPUT, modelBytes } from './graph.ts';
import { int, ints, littleEndian, message, string } from './protobuf.ts';
import { runOnnx } from './run.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

it('writes protobuf as its documentation does', () => {
  // protobuf.dev/programming-guides/encoding: field 1 = 150; field 2 = "testing"; packed field 6 = 3, 270, 86942.
  expect(hex(int(1, 150))).toBe('089601');
  expect(hex(string(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(ints(6, [3, 270, 86_942]))).toBe('3206038e029ea705');
  expect(hex(message(int(1, 0), [int(2, 2 ** 40)]))).toBe('080010808080808020');
  expect(hex(littleEndian([1, -2]))).toBe('0000803f000000c0');
  expect(() => int(1, -1)).toThrow('got -1, want a whole number from 0');
});

it('runs in the runtime of the edge: the same trees, NaN on the same side, within the last bits of Float32', async () => {
  const [rows, width] = [3_000, 6];
  const random = randomFrom(1);
  const x = Float32Array.from({ length: rows * width }, () => (random.next() < 0.15 ? Number.NaN : random.next()));
  const target = Float64Array.from({ length: rows }, (_, i) => {
    const [a, b] = [x[i * width]!, x[i * width + 1]!];
    return (Number.isNaN(a) ? 3 : 2 * a) + (Number.isNaN(b) ? 0 : b * b);
  });
  const forest = boost({ x, features: width, target, loss: squared(), seed: 1, trees: 60, leaves: 15 });
  const onnx = modelBytes({
    name: 'test',
    features: width,
    nodes: [forestNode(forest, 'y')],
    constants: [],
    outputs: ['y'],
  });
  const [answers] = await runOnnx(onnx, x, width, ['y']);
  const wanted = predictForest(forest, x, width);
  const furthest = Math.max(...wanted.map((value, i) => Math.abs(value - answers![i]!)));
  expect(furthest).toBeLessThan(1e-5);
  // The target spans 0 to 4: a row on the wrong side of NaN would be off by more than a bit.
  expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(3);
});

it('decides a value that equals a threshold as the trainer does', async () => {
  const x = Float32Array.of(1, 1 + 2 ** -23, 0.1, 0.2);
  const target = Float64Array.of(1, 2, 3, 4);
  const exact = { trees: 1, leaves: 4, learningRate: 1, minRows: 1, lambda: 0, seed: 1 };
  const forest = boost({ ...exact, x, features: 1, target, loss: squared() });
  const onnx = modelBytes({
    name: 'test',
    features: 1,
    nodes: [forestNode(forest, 'y')],
    constants: [],
    outputs: ['y'],
  });
  expect((await runOnnx(onnx, x, 1, ['y']))[0]).toEqual(Float32Array.of(1, 2, 3, 4));
});

it('gives the probability that a forest under logistic loss means', async () => {
  const random = randomFrom(3);
  const x = Float32Array.from({ length: 2_000 }, () => random.next());
  const target = Float64Array.from({ length: 1_000 }, (_, i) => (random.next() < x[2 * i]! ? 1 : 0));
  const forest = boost({ x, features: 2, target, loss: logistic(), seed: 1, trees: 30 });
  const part = chancePart(forest, { output: 'chance' });
  const onnx = modelBytes({ name: 'test', features: 2, ...part, outputs: ['chance'] });
  const [answers] = await runOnnx(onnx, x, 2, ['chance']);
  const wanted = predictForest(forest, x, 2).map(sigmoid);
  expect(Math.max(...wanted.map((value, i) => Math.abs(value - answers![i]!)))).toBeLessThan(1e-6);
});

it('carries vectors and matrices, and refuses one that is not as long as its shape', async () => {
  const weights = { name: 'weights', type: 'float', value: [1, 10, 100, 1_000], shape: [2, 2] } as const;
  const second = { name: 'second', type: 'int64', value: [1] } as const;
  const nodes = [
    { op: 'MatMul', inputs: [INPUT, 'weights'], output: 'both' },
    { op: 'Gather', inputs: ['both', 'second'], output: 'y', attributes: [attr.int('axis', 1)] },
  ];
  const graph = { name: 'test', features: 2, nodes, outputs: ['y'] };
  const onnx = modelBytes({ ...graph, constants: [weights, second] });
  expect((await runOnnx(onnx, Float32Array.of(2, 3), 2, ['y']))[0]).toEqual(Float32Array.of(3_020));
  const short = { ...weights, value: [1, 10, 100] };
  expect(() => modelBytes({ ...graph, constants: [short, second] })).toThrow(
    'constant weights holds 3 numbers, want 2 x 2 = 4',
  );
});

it('says which outputs there are when asked for another', async () => {
  const nodes = [{ op: 'Gather', inputs: [INPUT, 'column'], output: 'first', attributes: [attr.int('axis', 1)] }];
  const constants = [{ name: 'column', value: 0, type: 'int64' }] as const;
  const onnx = modelBytes({ name: 'test', features: 2, nodes, constants, outputs: ['first'] });
  expect((await runOnnx(onnx, Float32Array.of(5, 6, 7, 8), 2, ['first']))[0]).toEqual(Float32Array.of(5, 7));
  await expect(runOnnx(onnx, Float32Array.of(5, 6), 2, ['second'])).rejects.toThrow(
    'the graph gives first; want a float output second',
  );
});
