// What is done across the columns of a row: chosen, joined, summed, multiplied with a matrix. Sums run from the left, as ONNX Runtime's do.
import { type Block, emptyBlock, type Kernel } from './block.ts';
import { polynomial } from './elementwise.ts';
import type { OnnxNode } from './file.ts';

const { fround } = Math;

/** Columns by their places (axis 1), or a row of a table for each row (axis 0). */
export function gather({ attributes }: OnnxNode): Kernel {
  const isByColumn = attributes.int('axis') === 1;
  return two((from, places) => (isByColumn ? columnsOf(from, places.data) : rowsOf(from, places.data)));
}

function columnsOf({ rows, columns, data }: Block, places: Float32Array): Block {
  const out = emptyBlock(rows, places.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let i = 0; i < places.length; i++, at++) out.data[at] = data[row * columns + within(places[i]!, columns)]!;
  }
  return out;
}

function rowsOf({ rows, columns, data }: Block, places: Float32Array): Block {
  const out = emptyBlock(places.length, columns);
  places.forEach((place, i) => {
    const from = within(place, rows) * columns;
    out.data.set(data.subarray(from, from + columns), i * columns);
  });
  return out;
}

function within(place: number, count: number): number {
  if (place >= 0 && place < count) return place;
  throw new Error(`the graph asks for place ${place} of ${count}`);
}

export const concat: Kernel = (...parts) => {
  const out = emptyBlock(
    parts[0]?.rows ?? 0,
    parts.reduce((sum, { columns }) => sum + columns, 0),
  );
  let begin = 0;
  for (const { rows, columns, data } of parts) {
    if (rows !== out.rows) throw new Error(`got ${rows} rows beside ${out.rows}`);
    for (let row = 0; row < rows; row++) {
      out.data.set(data.subarray(row * columns, (row + 1) * columns), row * out.columns + begin);
    }
    begin += columns;
  }
  return out;
};

export const reduceSum: Kernel = (input) => {
  const { rows, columns, data } = input!;
  const out = emptyBlock(rows, 1);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) sum = fround(sum + data[at]!);
    out.data[row] = sum;
  }
  return out;
};

/** Beyond this ONNX Runtime sums in parts, and its last bits are others. */
const MOST_COLUMNS_SUMMED_AT_ONCE = 128;

export const matMul: Kernel = two((left, right) => {
  if (left.columns !== right.rows) throw new Error(`got ${left.columns} columns for a matrix of ${right.rows} rows`);
  if (left.columns > MOST_COLUMNS_SUMMED_AT_ONCE)
    throw new Error(`a product over ${left.columns} columns is not exact`);
  const out = emptyBlock(left.rows, right.columns);
  for (let row = 0, at = 0; row < left.rows; row++) {
    for (let column = 0; column < right.columns; column++, at++) {
      let sum = 0;
      for (let k = 0; k < left.columns; k++) {
        sum = fround(sum + fround(left.data[row * left.columns + k]! * right.data[k * right.columns + column]!));
      }
      out.data[at] = sum;
    }
  }
  return out;
});

export const softmax: Kernel = (input) => {
  const { rows, columns, data } = input!;
  const out = emptyBlock(rows, columns);
  const inFours = columns - (columns % 4);
  for (let row = 0; row < rows; row++) {
    const said = data.subarray(row * columns, (row + 1) * columns);
    const odds = out.data.subarray(row * columns, (row + 1) * columns);
    const most = said.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    for (let column = 0; column < columns; column++) odds[column] = exponential(fround(said[column]! - most));
    const lanes = [0, 0, 0, 0];
    for (let column = 0; column < inFours; column++) lanes[column % 4] = fround(lanes[column % 4]! + odds[column]!);
    let sum = fround(fround(lanes[0]! + lanes[2]!) + fround(lanes[1]! + lanes[3]!));
    for (let column = inFours; column < columns; column++) sum = fround(sum + odds[column]!);
    const share = fround(1 / sum);
    for (let column = 0; column < columns; column++) odds[column] = odds[column]! * share;
  }
  return out;
};

const bits = new DataView(new ArrayBuffer(4));
const LEAST_EXPONENT = fround(-88.3762626647949);
const TO_WHOLE = 12_582_912;
const EXPONENTIAL = [1.37805939e-3, 8.37312452e-3, 4.16695364e-2, 0.16666472, 0.499999851, 1, 1];

/** Of a number that is not above 0: a power of two times a polynomial, that of MLAS, the kernels of ONNX Runtime. */
function exponential(value: number): number {
  const held = Math.max(value, LEAST_EXPONENT);
  const shifted = fround(fround(held * fround(Math.LOG2E)) + TO_WHOLE);
  const whole = fround(shifted - TO_WHOLE);
  const high = fround(fround(whole * fround(-0.693145752)) + held);
  const rest = fround(fround(whole * fround(-1.42860677e-6)) + high);
  bits.setFloat32(0, shifted);
  bits.setInt32(0, ((bits.getInt32(0) << 23) + 0x3f_80_00_00) | 0);
  return fround(polynomial(EXPONENTIAL, rest) * bits.getFloat32(0));
}

export function imputer({ attributes }: OnnxNode): Kernel {
  const filled = attributes.floats('imputed_value_floats');
  if (!filled || !Number.isNaN(attributes.float('replaced_value_float')))
    throw new Error('the imputer replaces no NaN');
  return byColumn((value, column) => (Number.isNaN(value) ? filled[filled.length === 1 ? 0 : column]! : value));
}

export function scaler({ attributes }: OnnxNode): Kernel {
  const [offset, scale] = [attributes.floats('offset'), attributes.floats('scale')];
  if (!offset || !scale) throw new Error('the scaler has no offset or no scale');
  return byColumn((value, column) => fround(value - offset[column]!) * scale[column]!);
}

const byColumn =
  (of: (value: number, column: number) => number): Kernel =>
  (input) => {
    const { rows, columns, data } = input!;
    const out = emptyBlock(rows, columns);
    for (let at = 0; at < data.length; at++) out.data[at] = of(data[at]!, at % columns);
    return out;
  };

function two(of: (left: Block, right: Block) => Block): Kernel {
  return (left, right) => {
    if (!left || !right) throw new Error('a node of the graph lacks an input');
    return of(left, right);
  };
}
