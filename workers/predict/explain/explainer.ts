// Why a graph answers what it answers: each node's rule for how its inputs moved its output, from the features to the heads. Exact for trees and linear parts; never a made-up number.
import type { Constant, OnnxFile, OnnxNode } from '../onnx/file.ts';
import { ensembleOf } from '../onnx/forest.ts';
import { type Attributed, constant, feature, minus, plus, product, quotient, through, times } from './attributed.ts';
import { treesExplained } from './trees.ts';

/** The columns of a row, or the rows of a constant. */
type Table = readonly (readonly Attributed[])[];
type Rule = (inputs: readonly Table[], row: Float32Array) => Table;

/** One per head of the row. */
export type Explainer = (row: Float32Array) => Attributed[];

/** Throws a sentence when a node of the graph cannot be explained. */
export function explainerOf({ nodes, constants, inputs, outputs }: OnnxFile): Explainer {
  const steps = nodes.map((node) => ({ node, rule: ruleOf(node) }));
  const given = new Map(constants.map((one) => [one.name, tableOf(one)]));
  const [input = ''] = inputs;
  return (row) => {
    const known = new Map<string, Table>(given);
    known.set(input, [Array.from(row, (value, column) => feature(value, column, row.length))]);
    for (const { node, rule } of steps) {
      known.set(
        node.output,
        rule(
          node.inputs.map((name) => known.get(name)!),
          row,
        ),
      );
    }
    return outputs.map((name) => known.get(name)![0]![0]!);
  };
}

const UNARY: Readonly<Record<string, (value: number) => number>> = {
  Abs: Math.abs,
  Cast: Math.trunc,
  Log: Math.log,
  Relu: (value) => Math.max(0, value),
  Sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  Softsign: (value) => value / (1 + Math.abs(value)),
  Sqrt: Math.sqrt,
};

const isTrue = (truth: boolean): number => (truth ? 1 : 0);

/** Of numbers that both moved the one that decides speaks; beside a bound, in proportion to what it lets through. */
const chosen = (of: (a: number, b: number) => number) => (a: Attributed, b: Attributed) => {
  if (!b.parts) return through(a, (value) => of(value, b.value));
  if (!a.parts) return through(b, (value) => of(a.value, value));
  return of(a.value, b.value) === a.value ? a : b;
};

const BINARY: Readonly<Record<string, (a: Attributed, b: Attributed) => Attributed>> = {
  Add: plus,
  Sum: plus,
  Sub: minus,
  Mul: product,
  Div: quotient,
  Max: chosen(Math.max),
  Min: chosen(Math.min),
  GreaterOrEqual: (a, b) => through(plus(a, times(b, -1)), (difference) => isTrue(difference >= 0)),
  LessOrEqual: (a, b) => through(plus(a, times(b, -1)), (difference) => isTrue(difference <= 0)),
};

function ruleOf(node: OnnxNode): Rule {
  const { op, attributes } = node;
  const unary = UNARY[op];
  if (unary) return ([a]) => each(a!, (one) => through(one, unary));
  const binary = BINARY[op];
  if (binary) return ([first, ...others]) => others.reduce((a, b) => paired(a, b, binary), first!);
  switch (op) {
    case 'Identity':
    case 'Squeeze':
      return ([a]) => a!;
    case 'IsNaN':
      return ([a]) => each(a!, ({ value }) => constant(isTrue(Number.isNaN(value))));
    case 'Where':
      return ([condition, yes, no]) =>
        paired(
          paired(condition!, yes!, (is, one) => (is.value ? one : NOTHING)),
          no!,
          (one, other) => (one === NOTHING ? other : one),
        );
    case 'Clip':
      return ([a, lowest, highest]) => paired(paired(a!, lowest!, chosen(Math.max)), highest!, chosen(Math.min));
    case 'Concat':
      return (parts) => [parts.flatMap(([columns]) => columns!)];
    case 'ReduceSum':
      return ([a]) => [[a![0]!.reduce(plus)]];
    case 'Gather':
      return attributes.int('axis') === 1
        ? ([from, places]) => [places![0]!.map(({ value }) => from![0]![value]!)]
        : ([from, places]) => [from![places![0]![0]!.value]!];
    case 'Imputer': {
      const filled = attributes.floats('imputed_value_floats')!;
      const at = (column: number) => constant(filled[filled.length === 1 ? 0 : column]!);
      return ([a]) => [a![0]!.map((one, column) => (Number.isNaN(one.value) ? at(column) : one))];
    }
    case 'Scaler': {
      const [offset, scale] = [attributes.floats('offset')!, attributes.floats('scale')!];
      return ([a]) => [a![0]!.map((one, column) => times(minus(one, constant(offset[column]!)), scale[column]!))];
    }
    case 'MatMul':
      return ([a, matrix]) => [
        matrix![0]!.map((_, column) => a![0]!.map((one, k) => product(one, matrix![k]![column]!)).reduce(plus)),
      ];
    case 'Softmax':
      return ([a]) => [sharesOf(a![0]!)];
    case 'TreeEnsembleRegressor': {
      const explained = treesExplained(ensembleOf(node));
      return ([a], row) => {
        if (a![0]!.some(({ raw }) => raw?.length !== 1)) throw new Error('its trees look at what was worked out');
        return [[explained(row)]];
      };
    }
    default:
      throw new Error(`what ${op} does is not explained`);
  }
}

const NOTHING = constant(Number.NaN);

/** Larger than all, all are smaller than one: no power is infinite. */
function sharesOf(scores: readonly Attributed[]): Attributed[] {
  const most = Math.max(...scores.map(({ value }) => value));
  const powers = scores.map((score) => through(score, (value) => Math.exp(value - most)));
  const sum = powers.reduce(plus);
  return powers.map((power) => quotient(power, sum));
}

const each = (table: Table, of: (one: Attributed) => Attributed): Table => table.map((columns) => columns.map(of));

/** One row or one column stands for as many as the other has. */
function paired(a: Table, b: Table, of: (a: Attributed, b: Attributed) => Attributed): Table {
  const rows = Math.max(a.length, b.length);
  const columns = Math.max(a[0]!.length, b[0]!.length);
  const at = (table: Table, row: number, column: number): Attributed =>
    table[table.length === 1 ? 0 : row]![table[0]!.length === 1 ? 0 : column]!;
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => of(at(a, row, column), at(b, row, column))),
  );
}

function tableOf({ shape, data }: Constant): Table {
  const columns = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / columns }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns), constant),
  );
}
