// An ONNX file as plain objects: nodes, constants, the names of what goes in and comes out. Field numbers are those of onnx.proto.
import { type Field, fieldsOf, floatsOf, intsOf, stringOf } from './wire.ts';

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
const ATTRIBUTE = { name: 1, float: 2, int: 3, string: 4, floats: 7, ints: 8, strings: 9 } as const;
const TENSOR = { dims: 1, type: 2, int64s: 7, name: 8, raw: 9 } as const;
const TENSOR_FLOAT = 1;
const TENSOR_INT64 = 7;

/** Throws a sentence when the bytes are no ONNX file, or one of another make than our own writer's. */
export function readOnnx(onnx: Uint8Array): OnnxFile {
  const graph = fieldsOf(first(fieldsOf(onnx), MODEL.graph, 'graph').bytes);
  const all = (number: number) => graph.filter((field) => field.number === number).map(({ bytes }) => bytes);
  const nameOf = (bytes: Uint8Array) => stringOf(first(fieldsOf(bytes), 1, 'name').bytes);
  return {
    nodes: all(GRAPH.node).map(nodeOf),
    constants: all(GRAPH.initializer).map(constantOf),
    inputs: all(GRAPH.input).map(nameOf),
    outputs: all(GRAPH.output).map(nameOf),
  };
}

function first(fields: readonly Field[], number: number, what: string): Field {
  const found = fields.find((field) => field.number === number);
  if (!found) throw new Error(`the ONNX file has no ${what}`);
  return found;
}

function nodeOf(bytes: Uint8Array): OnnxNode {
  const fields = fieldsOf(bytes);
  const strings = (number: number) => fields.filter((one) => one.number === number).map((one) => stringOf(one.bytes));
  const outputs = strings(NODE.output);
  const op = stringOf(first(fields, NODE.op, 'op of a node').bytes);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) throw new Error(`node ${op} has ${outputs.length} outputs, want one`);
  const attributes = fields.filter(({ number }) => number === NODE.attribute).map((one) => fieldsOf(one.bytes));
  return { op, inputs: strings(NODE.input), output, attributes: attributesOf(attributes) };
}

function attributesOf(attributes: readonly (readonly Field[])[]): Attributes {
  const byName = new Map(attributes.map((one) => [stringOf(first(one, ATTRIBUTE.name, 'name').bytes), one]));
  const field = (name: string, number: number) => byName.get(name)?.find((one) => one.number === number);
  const bytes = (name: string, number: number) => field(name, number)?.bytes;
  return {
    int: (name) => field(name, ATTRIBUTE.int)?.value,
    float: (name) => field(name, ATTRIBUTE.float)?.value,
    ints: (name) => mapped(bytes(name, ATTRIBUTE.ints), intsOf),
    floats: (name) => mapped(bytes(name, ATTRIBUTE.floats), floatsOf),
    string: (name) => mapped(bytes(name, ATTRIBUTE.string), stringOf),
    strings: (name) => mapped(byName.get(name), wordsOf),
  };
}

/** Thousands of nodes say one of a few words: each is decoded once. */
function wordsOf(attribute: readonly Field[]): string[] {
  const known: { readonly bytes: Uint8Array; readonly word: string }[] = [];
  const words: string[] = [];
  for (const { number, bytes } of attribute) {
    if (number !== ATTRIBUTE.strings) continue;
    let said = known.find((one) => areSame(one.bytes, bytes));
    if (!said) {
      said = { bytes, word: stringOf(bytes) };
      known.push(said);
    }
    words.push(said.word);
  }
  return words;
}

const areSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);

const mapped = <From, To>(value: From | undefined, map: (value: From) => To): To | undefined =>
  value === undefined ? undefined : map(value);

function constantOf(bytes: Uint8Array): Constant {
  const fields = fieldsOf(bytes);
  const name = stringOf(first(fields, TENSOR.name, 'name of a constant').bytes);
  const shape = [...intsOf(first(fields, TENSOR.dims, `shape of ${name}`).bytes)];
  const type = first(fields, TENSOR.type, `type of ${name}`).value;
  if (type === TENSOR_FLOAT) return { name, shape, data: floatsOf(first(fields, TENSOR.raw, `data of ${name}`).bytes) };
  if (type === TENSOR_INT64)
    return { name, shape, data: intsOf(first(fields, TENSOR.int64s, `data of ${name}`).bytes) };
  throw new Error(`constant ${name} is of type ${type}, want float32 (1) or int64 (7)`);
}
