// An ONNX file as plain objects: nodes, constants, the names of what goes in and comes out. Field numbers are those of onnx.proto.
import { type Field, fieldsOf, firstOf, floatsOf, intsOf, stringOf, wordsOf } from './wire.ts';

export interface Attributes {
  int(name: string): number | undefined;
  float(name: string): number | undefined;
  ints(name: string): Int32Array | undefined;
  floats(name: string): Float32Array | undefined;
  string(name: string): string | undefined;
  strings(name: string): readonly string[] | undefined;
}

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface OnnxFile {
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

const MODEL = { graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, op: 4, attribute: 5 } as const;
const VALUE = { name: 1 } as const;
const ATTRIBUTE = { name: 1, float: 2, int: 3, string: 4, floats: 7, ints: 8, strings: 9 } as const;
const TENSOR = { dims: 1, type: 2, int64s: 7, name: 8, raw: 9 } as const;
const TENSOR_FLOAT = 1;
const TENSOR_INT64 = 7;

/** Throws a sentence when the bytes are no ONNX file, or one of another make than our own writer's. */
export function readOnnx(onnx: Uint8Array): OnnxFile {
  const graph = fieldsOf(first(onnx, MODEL.graph, 'graph').bytes);
  const all = (number: number) => graph.filter((field) => field.number === number).map(({ bytes }) => bytes);
  return {
    nodes: all(GRAPH.node).map(nodeOf),
    constants: all(GRAPH.initializer).map(constantOf),
    inputs: all(GRAPH.input).map((bytes) => nameOf(bytes, VALUE.name)),
    outputs: all(GRAPH.output).map((bytes) => nameOf(bytes, VALUE.name)),
  };
}

function first(bytes: Uint8Array, number: number, what: string): Field {
  const found = firstOf(bytes, number);
  if (!found) throw new Error(`the ONNX file has no ${what}`);
  return found;
}

const nameOf = (bytes: Uint8Array, number: number): string => stringOf(first(bytes, number, 'name').bytes);

function nodeOf(bytes: Uint8Array): OnnxNode {
  const fields = fieldsOf(bytes);
  const strings = (number: number) => fields.filter((one) => one.number === number).map((one) => stringOf(one.bytes));
  const outputs = strings(NODE.output);
  const op = stringOf(first(bytes, NODE.op, 'op of a node').bytes);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) throw new Error(`node ${op} has ${outputs.length} outputs, want one`);
  const attributes = fields.filter(({ number }) => number === NODE.attribute).map((one) => one.bytes);
  return { op, inputs: strings(NODE.input), output, attributes: attributesOf(attributes) };
}

function attributesOf(attributes: readonly Uint8Array[]): Attributes {
  const byName = new Map(attributes.map((one) => [nameOf(one, ATTRIBUTE.name), one]));
  const field = (name: string, number: number) => mapped(byName.get(name), (one) => firstOf(one, number));
  const bytes = (name: string, number: number) => field(name, number)?.bytes;
  return {
    int: (name) => field(name, ATTRIBUTE.int)?.value,
    float: (name) => field(name, ATTRIBUTE.float)?.value,
    ints: (name) => mapped(bytes(name, ATTRIBUTE.ints), intsOf),
    floats: (name) => mapped(bytes(name, ATTRIBUTE.floats), floatsOf),
    string: (name) => mapped(bytes(name, ATTRIBUTE.string), stringOf),
    strings: (name) => mapped(byName.get(name), (one) => wordsOf(one, ATTRIBUTE.strings)),
  };
}

const mapped = <From, To>(value: From | undefined, map: (value: From) => To): To | undefined =>
  value === undefined ? undefined : map(value);

function constantOf(bytes: Uint8Array): Constant {
  const name = nameOf(bytes, TENSOR.name);
  const shape = [...intsOf(first(bytes, TENSOR.dims, `shape of ${name}`).bytes)];
  const type = first(bytes, TENSOR.type, `type of ${name}`).value;
  if (type === TENSOR_FLOAT) return { name, shape, data: floatsOf(first(bytes, TENSOR.raw, `data of ${name}`).bytes) };
  if (type === TENSOR_INT64) return { name, shape, data: intsOf(first(bytes, TENSOR.int64s, `data of ${name}`).bytes) };
  throw new Error(`constant ${name} is of type ${type}, want float32 (1) or int64 (7)`);
}
