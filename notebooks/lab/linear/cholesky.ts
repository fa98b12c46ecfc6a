// The Cholesky factor of a symmetric, positive definite matrix, and what it solves. Never pivots: a matrix that needs it is refused.

/** L of A = L Lᵀ, row by row; what is above the diagonal is 0. */
export function choleskyOf(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) {
        lower[i * size + j] = rest / lower[j * size + j]!;
        continue;
      }
      // What is left of a column that follows from those before it is only rounding.
      if (!(rest > 1e-14 * matrix[i * size + i]!)) {
        throw new Error(`column ${i} follows from the columns before it: take it away, or penalise`);
      }
      lower[i * size + i] = Math.sqrt(rest);
    }
  }
  return lower;
}

/** x of A x = b, A given by its factor. */
export function solveCholesky(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i * size + k]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i]! -= lower[k * size + i]! * x[k]!;
    x[i]! /= lower[i * size + i]!;
  }
  return x;
}
