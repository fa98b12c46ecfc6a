// Columns made comparable: mean 0, standard deviation 1, a missing value at the mean. Learnt from training rows only.

export interface Standard {
  /** Of the known values. */
  readonly mean: Float64Array;
  /** Of the column with its gaps filled; 0 where it never varies. */
  readonly deviation: Float64Array;
}

/** `x` is row-major, as tensorOf gives it. A weight says how often a row counts. */
export function standardOf(x: Float32Array, features: number, weights?: Float64Array): Standard {
  const rows = x.length / features;
  const mean = new Float64Array(features);
  const deviation = new Float64Array(features);
  for (let j = 0; j < features; j++) {
    let [sum, known, all] = [0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const weight = weights ? weights[i]! : 1;
      const value = x[i * features + j]!;
      all += weight;
      if (Number.isNaN(value)) continue;
      sum += weight * value;
      known += weight;
    }
    // A column that never says anything is at its mean wherever that is.
    const middle = known > 0 ? sum / known : 0;
    let squares = 0;
    for (let i = 0; i < rows; i++) {
      const value = x[i * features + j]!;
      if (!Number.isNaN(value)) squares += (weights ? weights[i]! : 1) * (value - middle) ** 2;
    }
    mean[j] = middle;
    deviation[j] = all > 0 ? Math.sqrt(squares / all) : 0;
  }
  return { mean, deviation };
}

/** Row `row` of x into `out`. */
export function standardise({ mean, deviation }: Standard, x: Float32Array, row: number, out: Float64Array): void {
  const features = mean.length;
  for (let j = 0; j < features; j++) {
    const value = x[row * features + j]!;
    const still = Number.isNaN(value) || deviation[j] === 0;
    out[j] = still ? 0 : (value - mean[j]!) / deviation[j]!;
  }
}

/** All rows of x, row by row. */
export function standardised(standard: Standard, x: Float32Array): Float64Array {
  const features = standard.mean.length;
  const out = new Float64Array(x.length);
  for (let row = 0; row < x.length / features; row++) {
    standardise(standard, x, row, out.subarray(row * features, (row + 1) * features));
  }
  return out;
}
