// What is done to each number alone, or to each pair of numbers: the same Float32 as in ONNX Runtime, which a test compares bit by bit.
import { type Block, emptyBlock, type Kernel } from './block.ts';

export type OfOne = (value: number) => number;
export type OfTwo = (left: number, right: number) => number;

const { fround } = Math;

export const UNARY: Readonly<Record<string, OfOne>> = {
  Abs: Math.abs,
  Cast: Math.trunc,
  Identity: (value) => value,
  IsNaN: (value) => (Number.isNaN(value) ? 1 : 0),
  // The one that may differ from ONNX Runtime by its last bit, in 14 of 10,000 numbers.
  Log: Math.log,
  // The sign of zero stays.
  Relu: (value) => (value < 0 ? 0 : value),
  Sigmoid: sigmoid,
  Softsign: (value) => value * fround(1 / fround(1 + Math.abs(value))),
  Sqrt: Math.sqrt,
};

export const BINARY: Readonly<Record<string, OfTwo>> = {
  Add: (left, right) => left + right,
  Sub: (left, right) => left - right,
  Mul: (left, right) => left * right,
  Div: (left, right) => left / right,
  Sum: (left, right) => left + right,
  // Of two zeros the left one.
  Max: (left, right) => (left < right || Number.isNaN(right) ? right : left),
  Min: (left, right) => (right < left || Number.isNaN(right) ? right : left),
  GreaterOrEqual: (left, right) => (left >= right ? 1 : 0),
  LessOrEqual: (left, right) => (left <= right ? 1 : 0),
};

export const eachOne =
  (of: OfOne): Kernel =>
  (input) => {
    const { rows, columns, data } = known(input);
    const out = emptyBlock(rows, columns);
    for (let i = 0; i < data.length; i++) out.data[i] = of(data[i]!);
    return out;
  };

/** More than two are taken from the left. */
export const eachPair =
  (of: OfTwo): Kernel =>
  (first, ...others) =>
    others.reduce((left, right) => paired(left, right, of), known(first));

function paired(left: Block, right: Block, of: OfTwo): Block {
  const out = emptyBlock(along(left.rows, right.rows), along(left.columns, right.columns));
  const [leftAt, rightAt] = [steps(left), steps(right)];
  for (let row = 0, at = 0; row < out.rows; row++) {
    const [l, r] = [row * leftAt.row, row * rightAt.row];
    for (let column = 0; column < out.columns; column++, at++) {
      out.data[at] = of(left.data[l + column * leftAt.column]!, right.data[r + column * rightAt.column]!);
    }
  }
  return out;
}

/** Where the first is not 0 the second, else the third. */
export const where: Kernel = (condition, yes, no) => {
  const [is, ifYes, ifNo] = [known(condition), known(yes), known(no)];
  const out = emptyBlock(
    along(is.rows, along(ifYes.rows, ifNo.rows)),
    along(is.columns, along(ifYes.columns, ifNo.columns)),
  );
  const at = (block: Block, row: number, column: number): number => {
    const step = steps(block);
    return block.data[row * step.row + column * step.column]!;
  };
  for (let row = 0, place = 0; row < out.rows; row++) {
    for (let column = 0; column < out.columns; column++, place++) {
      out.data[place] = at(at(is, row, column) !== 0 ? ifYes : ifNo, row, column);
    }
  }
  return out;
};

/** One row or one column stands for as many as the other has. */
const steps = ({ rows, columns }: Block) => ({ row: rows === 1 ? 0 : columns, column: columns === 1 ? 0 : 1 });

function along(left: number, right: number): number {
  if (left === right || right === 1) return left;
  if (left === 1) return right;
  throw new Error(`${left} and ${right} rows or columns do not go together`);
}

function known(block: Block | undefined): Block {
  if (!block) throw new Error('a node of the graph lacks an input');
  return block;
}

/** As a quotient of polynomials: that of MLAS, the kernels of ONNX Runtime, term by term. */
const ABOVE = [4.37031012579801e-11, 1.15627324459942e-7, 6.08574864600143e-5, 8.51377133304701e-3, 0.248287947061529];
const BELOW = [
  6.10247389755681e-13, 5.76102136993427e-9, 6.2910678501704e-6, 1.70198817374094e-3, 0.116817656904453,
  0.99315192102318,
];

function sigmoid(value: number): number {
  const held = Math.min(18, Math.max(-18, value));
  const square = fround(held * held);
  const chance = fround(fround(polynomial(ABOVE, square) * held) / polynomial(BELOW, square)) + 0.5;
  return Math.min(1, Math.max(0, fround(chance)));
}

/** In Float32, the highest power first. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = fround(coefficients[0]!);
  for (let i = 1; i < coefficients.length; i++) sum = fround(fround(sum * x) + fround(coefficients[i]!));
  return sum;
}
