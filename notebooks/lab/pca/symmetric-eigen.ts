// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations: slow beyond some hundred columns, and exact.

export interface Eigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row by row, one per value, each of length 1; its largest number is positive. */
  readonly vectors: Float64Array;
}

const MOST_SWEEPS = 100;

export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  const whole = Math.sqrt(a.reduce((sum, one) => sum + one * one, 0));
  for (let sweep = 0; offDiagonal(a, size) > 1e-15 * whole; sweep++) {
    if (sweep === MOST_SWEEPS)
      throw new Error(`after ${MOST_SWEEPS} sweeps the matrix is not diagonal: is it symmetric?`);
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j]! - a[i * size + i]!);
  const vectors = new Float64Array(size * size);
  order.forEach((column, k) => {
    const vector = Float64Array.from({ length: size }, (_, i) => v[i * size + column]!);
    const largest = vector.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
    vectors.set(
      vector.map((one) => (largest < 0 ? -one : one)),
      k * size,
    );
  });
  return { values: Float64Array.from(order, (i) => a[i * size + i]!), vectors };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) sum += 2 * a[i * size + j]! ** 2;
  return Math.sqrt(sum);
}

/** Turns columns p and q so that a[p][q] is 0; keeps the turns in v. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q]!;
  if (between === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (m: Float64Array, i: number, j: number): void => {
    const [one, other] = [m[i]!, m[j]!];
    m[i] = c * one - s * other;
    m[j] = s * one + c * other;
  };
  for (let k = 0; k < size; k++) turn(a, k * size + p, k * size + q);
  for (let k = 0; k < size; k++) turn(a, p * size + k, q * size + k);
  for (let k = 0; k < size; k++) turn(v, k * size + p, k * size + q);
}
