// Sums of gradients per bin, as whole numbers: exact, so that a parent less one child is the other child, to the bit.
import { COLUMNS_PER_WORD, type PackedColumns, STRIDE } from './packed.ts';

/** A gradient and the row itself in one number: one addition counts both. */
export interface RowGradients {
  /** round(gradient / quantum) · COUNT + 1. */
  readonly packed: Float64Array;
  /** Above any count of rows; a power of two. */
  readonly counts: number;
  /** What gradients are rounded to; a power of two. */
  readonly quantum: number;
  /** Null where each row's is 1. */
  readonly hessian: Float64Array | null;
}

export interface Histogram {
  /** STRIDE bins per column, sums of RowGradients.packed. */
  readonly packed: Float64Array;
  readonly hessian: Float64Array | null;
}

/** A double holds whole numbers to 2^53; one bit is for the sign. */
const BITS = 52;

/** Into `packed`, which is as long as `gradient`. */
export function packGradients(
  gradient: Float64Array,
  hessian: Float64Array | null,
  packed: Float64Array,
): RowGradients {
  let largest = 0;
  for (let i = 0; i < gradient.length; i++) largest = Math.max(largest, Math.abs(gradient[i]!));
  const countBits = Math.ceil(Math.log2(gradient.length + 1));
  const counts = 2 ** countBits;
  // Even if every row had the largest of gradients, their sum fits.
  const levels = 2 ** (BITS - 2 * countBits);
  const quantum = largest > 0 ? 2 ** Math.ceil(Math.log2(largest / levels)) : 1;
  for (let i = 0; i < gradient.length; i++) packed[i] = Math.round(gradient[i]! / quantum) * counts + 1;
  return { packed, counts, quantum, hessian };
}

/** What a leaf holds in all: each row is in one bin of the first column. */
export function sumsOf(
  { packed, hessian }: Histogram,
  { counts, quantum }: RowGradients,
): { readonly gradient: number; readonly hessian: number; readonly count: number } {
  let [sum, sumH] = [0, 0];
  for (let bin = 0; bin < STRIDE; bin++) {
    sum += packed[bin]!;
    if (hessian) sumH += hessian[bin]!;
  }
  const rounded = Math.floor(sum / counts);
  const count = sum - rounded * counts;
  return { gradient: rounded * quantum, hessian: hessian ? sumH : count, count };
}

/** Makes histograms of leaves and takes back those that are done with: they are large, and a forest needs thousands. */
export function histogramMaker({ rowCount, columnCount }: { readonly rowCount: number; readonly columnCount: number }) {
  const idle: Histogram[] = [];
  const size = STRIDE * COLUMNS_PER_WORD * Math.ceil(columnCount / COLUMNS_PER_WORD);
  const gathered = new Float64Array(rowCount);

  const emptyOne = (hasHessian: boolean): Histogram => {
    const used = idle.pop();
    if (used) {
      used.packed.fill(0);
      used.hessian?.fill(0);
      return used;
    }
    return { packed: new Float64Array(size), hessian: hasHessian ? new Float64Array(size) : null };
  };

  const add = (
    { words }: PackedColumns,
    sums: Float64Array,
    values: Float64Array,
    rows: Int32Array,
    from: number,
    to: number,
  ): void => {
    for (let i = from; i < to; i++) gathered[i] = values[rows[i]!]!;
    for (let w = 0; w < words.length; w++) {
      const word = words[w]!;
      const first = w * COLUMNS_PER_WORD * STRIDE;
      const second = first + STRIDE;
      const third = second + STRIDE;
      const fourth = third + STRIDE;
      for (let i = from; i < to; i++) {
        const bins = word[rows[i]!]!;
        const value = gathered[i]!;
        sums[first + (bins & 255)]! += value;
        sums[second + ((bins >>> 8) & 255)]! += value;
        sums[third + ((bins >>> 16) & 255)]! += value;
        sums[fourth + (bins >>> 24)]! += value;
      }
    }
  };

  return {
    /** Of rows[from … to). */
    of(
      columns: PackedColumns,
      { packed, hessian }: RowGradients,
      rows: Int32Array,
      from: number,
      to: number,
    ): Histogram {
      const histogram = emptyOne(hessian !== null);
      add(columns, histogram.packed, packed, rows, from, to);
      if (hessian && histogram.hessian) add(columns, histogram.hessian, hessian, rows, from, to);
      return histogram;
    },
    /** Leaves in `whole` what is not in `part`. */
    subtract(whole: Histogram, part: Histogram): void {
      for (let i = 0; i < size; i++) whole.packed[i]! -= part.packed[i]!;
      if (whole.hessian && part.hessian) for (let i = 0; i < size; i++) whole.hessian[i]! -= part.hessian[i]!;
    },
    takeBack(histogram: Histogram): void {
      idle.push(histogram);
    },
  };
}

export type HistogramMaker = ReturnType<typeof histogramMaker>;
