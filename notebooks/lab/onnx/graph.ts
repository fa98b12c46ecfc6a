// An ONNX model file: nodes, constants, one input, named outputs. Field numbers are those of onnx.proto.
import { bytes, type Field, float, floats, int, ints, littleEndian, message, string, strings } from './protobuf.ts';

export const OPSET = { 'ai.onnx': 17, 'ai.onnx.ml': 3 } as const;
const IR_VERSION = 8;
/** The name of the one input: rows of features, in the model's order. */
export const INPUT = 'features';

const ATTRIBUTE = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;
const TENSOR = { float: 1, int64: 7 } as const;

const attribute = (name: string, type: number, value: Field | readonly Field[]): Uint8Array =>
  message(string(1, name), value, int(20, type));

export const attr = {
  int: (name: string, value: number) => attribute(name, ATTRIBUTE.int, int(3, value)),
  float: (name: string, value: number) => attribute(name, ATTRIBUTE.float, float(2, value)),
  string: (name: string, value: string) => attribute(name, ATTRIBUTE.string, string(4, value)),
  ints: (name: string, values: ArrayLike<number>) => attribute(name, ATTRIBUTE.ints, ints(8, values)),
  floats: (name: string, values: ArrayLike<number>) => attribute(name, ATTRIBUTE.floats, floats(7, values)),
  strings: (name: string, values: readonly string[]) => attribute(name, ATTRIBUTE.strings, strings(9, values)),
};

export interface Node {
  readonly op: string;
  readonly domain?: 'ai.onnx.ml';
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: readonly Uint8Array[];
}

const nodeBytes = ({ op, domain, inputs, output, attributes = [] }: Node): Uint8Array =>
  message(
    strings(1, inputs),
    string(2, output),
    string(3, output),
    string(4, op),
    attributes.map((one) => bytes(5, one)),
    domain ? string(7, domain) : [],
  );

/** Numbers the graph carries with it: one, a vector, or a matrix row by row. */
export interface Constant {
  readonly name: string;
  readonly value: number | ArrayLike<number>;
  readonly type: 'float' | 'int64';
  /** Of a matrix: [rows, columns]. */
  readonly shape?: readonly number[];
}

function constantBytes({ name, value, type, shape }: Constant): Uint8Array {
  const values = typeof value === 'number' ? [value] : value;
  const sizes = shape ?? [values.length];
  const size = sizes.reduce((product, length) => product * length, 1);
  if (size !== values.length) {
    throw new Error(`constant ${name} holds ${values.length} numbers, want ${sizes.join(' x ')} = ${size}`);
  }
  const data = type === 'float' ? bytes(9, littleEndian(values)) : ints(7, values);
  return message(ints(1, sizes), int(2, TENSOR[type]), data, string(8, name));
}

/** Some of a graph: what a trained thing adds to it. Names begin with that of its output, so that parts do not meet. */
export interface GraphPart {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
}

export function partsTogether(...parts: readonly GraphPart[]): GraphPart {
  return { nodes: parts.flatMap(({ nodes }) => nodes), constants: parts.flatMap(({ constants }) => constants) };
}

/** Rows are counted at run time; columns are fixed. */
function floatRows(name: string, columns: number): Uint8Array {
  const shape = message(bytes(1, message(string(2, 'rows'))), bytes(1, message(int(1, columns))));
  const tensor = message(int(1, TENSOR.float), bytes(2, shape));
  return message(string(1, name), bytes(2, message(bytes(1, tensor))));
}

export interface Graph {
  readonly name: string;
  readonly features: number;
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  /** Names of nodes' outputs, each one column. */
  readonly outputs: readonly string[];
}

export function modelBytes({ name, features, nodes, constants, outputs }: Graph): Uint8Array {
  const graph = message(
    nodes.map((node) => bytes(1, nodeBytes(node))),
    string(2, name),
    constants.map((constant) => bytes(5, constantBytes(constant))),
    bytes(11, floatRows(INPUT, features)),
    outputs.map((output) => bytes(12, floatRows(output, 1))),
  );
  const opsets = Object.entries(OPSET).map(([domain, version]) =>
    bytes(8, message(string(1, domain === 'ai.onnx' ? '' : domain), int(2, version))),
  );
  return message(int(1, IR_VERSION), string(2, 'wattmesh'), bytes(7, graph), opsets);
}
