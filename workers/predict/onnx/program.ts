// A graph without a runtime: each node as a function over some rows. Answers as ONNX Runtime does to the bit, or refuses the graph with a sentence.
import { concat, gather, imputer, matMul, reduceSum, scaler, softmax } from './across.ts';
import { type Block, forgetBlocks, type Kernel } from './block.ts';
import { BINARY, eachOne, eachPair, UNARY, where } from './elementwise.ts';
import type { Constant, OnnxFile, OnnxNode } from './file.ts';
import { ensembleOf } from './forest.ts';
import { walkOf } from './walk.ts';

/** Row-major in, one array per output of the file. */
export type Program = (tensor: Float32Array) => Float32Array[];

/** So many rows are in the fast memory at once, and no batch needs much more of it than another. */
const ROWS_AT_ONCE = 256;

const clip: Kernel = (value, lowest, highest) =>
  eachPair((one, most) => (one > most ? most : one))(
    eachPair((one, least) => (one < least ? least : one))(value!, lowest!),
    highest!,
  );

const KERNELS: Readonly<Record<string, (node: OnnxNode) => Kernel>> = {
  ...Object.fromEntries(Object.entries(UNARY).map(([op, of]) => [op, () => eachOne(of)])),
  ...Object.fromEntries(Object.entries(BINARY).map(([op, of]) => [op, () => eachPair(of)])),
  Clip: () => clip,
  Concat: () => concat,
  Gather: gather,
  Imputer: imputer,
  MatMul: () => matMul,
  ReduceSum: () => reduceSum,
  Scaler: scaler,
  Softmax: () => softmax,
  // A column less or more: blocks have rows and columns always.
  Squeeze: () => (value) => value!,
  TreeEnsembleRegressor: (node) => walkOf(ensembleOf(node)),
  Where: () => where,
};

export function programOf({ nodes, constants, inputs, outputs }: OnnxFile, features: number): Program {
  const [input] = inputs;
  const places = new Map([input, ...constants.map(({ name }) => name)].map((name, place) => [name, place]));
  const placeOf = (name: string): number => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`the graph uses ${name} before it makes it`);
    return place;
  };
  const steps = nodes.map((node) => {
    const make = KERNELS[node.op];
    if (!make) throw new Error(`${node.op} needs ONNX Runtime`);
    const from = node.inputs.map(placeOf);
    places.set(node.output, places.size);
    return { kernel: make(node), from };
  });
  const given = constants.map(constantBlock);
  const wanted = outputs.map(placeOf);

  function some(rows: Float32Array): Block[] {
    const values: Block[] = [{ rows: rows.length / features, columns: features, data: rows }, ...given];
    for (const { kernel, from } of steps) values.push(kernel(...from.map((place) => values[place]!)));
    return wanted.map((place) => values[place]!);
  }

  return (tensor) => {
    const rows = tensor.length / features;
    const answers = outputs.map(() => new Float32Array(rows));
    try {
      for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
        const blocks = some(tensor.subarray(row * features, (row + ROWS_AT_ONCE) * features));
        for (const [head, block] of blocks.entries()) answers[head]!.set(block.data, row);
        forgetBlocks();
      }
    } finally {
      // Rows that cannot be computed leave no memory behind, however often they are sent.
      forgetBlocks();
    }
    return answers;
  };
}

function constantBlock({ name, shape, data }: Constant): Block {
  if (shape.length > 2) throw new Error(`constant ${name} has ${shape.length} dimensions, want two at most`);
  const columns = shape.at(-1) ?? 1;
  return { rows: data.length / columns, columns, data: Float32Array.from(data) };
}
