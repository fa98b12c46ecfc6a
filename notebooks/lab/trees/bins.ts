// Columns of numbers as small integers: what a histogram is made of. A missing value has a bin of its own.

/** Bins of values; the one after the last of them is NaN's, and all fit in a byte. */
export const MAX_BINS = 254;

export interface BinnedColumn {
  readonly bin: Uint8Array;
  /** Float32: a value goes to the first bin whose bound is not below it; what is above all bounds, to the last. */
  readonly bounds: Float32Array;
  /** The bin of NaN. */
  readonly missing: number;
}

/** One column of a row-major matrix. */
export function columnValues(x: Float32Array, features: number, column: number): Float32Array {
  const out = new Float32Array(x.length / features);
  for (let i = 0; i < out.length; i++) out[i] = x[i * features + column]!;
  return out;
}

export function binColumn(values: Float32Array): BinnedColumn {
  const sorted = values.slice().sort();
  // NaN is sorted to the end.
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1]!)) known -= 1;
  const bounds = boundsOf(sorted.subarray(0, known));
  const missing = bounds.length + 1;
  const binOf = binFinder(bounds);
  const bin = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    bin[i] = Number.isNaN(value) ? missing : binOf(value);
  }
  return { bin, bounds, missing };
}

/** One bound between each two values where they are few, else at even counts: equal values share a bin. */
function boundsOf(sorted: Float32Array): Float32Array {
  const ends = distinctEnds(sorted);
  const few = ends.length <= MAX_BINS;
  const bounds: number[] = [];
  let wanted = sorted.length / MAX_BINS;
  for (const end of ends.slice(0, -1)) {
    if (bounds.length === MAX_BINS - 1) break;
    if (!few && end < wanted) continue;
    bounds.push(between(sorted[end - 1]!, sorted[end]!));
    wanted = end + (sorted.length - end) / (MAX_BINS - bounds.length);
  }
  return Float32Array.from(bounds);
}

/** For each distinct value, the index after its last occurrence. */
function distinctEnds(sorted: Float32Array): number[] {
  const ends: number[] = [];
  for (let i = 1; i <= sorted.length; i++) if (i === sorted.length || sorted[i] !== sorted[i - 1]) ends.push(i);
  return ends;
}

/** In [low, high) as a Float32, so that `value <= bound` parts the two in the runtime too. */
function between(low: number, high: number): number {
  const middle = Math.fround(low + (high - low) / 2);
  return middle >= high ? low : middle;
}

/** Cells of equal width, each with a bin to begin at: faster than halving, whose every branch is a surprise. */
const CELLS = 1_024;

/** Gives the first bin whose bound is not below the value. */
function binFinder(bounds: Float32Array): (value: number) => number {
  const last = bounds.length - 1;
  const lowest = bounds[0] ?? 0;
  const cellsPerUnit = last > 0 ? (CELLS - 1) / (bounds[last]! - lowest) : 0;
  const cellOf = (value: number): number =>
    Math.min(CELLS - 1, Math.max(0, Math.floor((value - lowest) * cellsPerUnit)));
  const begin = new Uint8Array(CELLS);
  for (let b = last; b >= 0; b--) begin[cellOf(bounds[b]!)] = b;
  for (let cell = 1; cell < CELLS; cell++) begin[cell] = Math.max(begin[cell]!, begin[cell - 1]!);
  return (value) => {
    let bin = begin[cellOf(value)]!;
    while (bin > 0 && value <= bounds[bin - 1]!) bin -= 1;
    while (bin <= last && value > bounds[bin]!) bin += 1;
    return bin;
  };
}
