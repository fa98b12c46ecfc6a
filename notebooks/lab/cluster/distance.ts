// The squared distance between row i of one matrix and row k of another.

export function squareDistance(a: Float64Array, i: number, b: Float64Array, k: number, features: number): number {
  let sum = 0;
  for (let j = 0; j < features; j++) {
    const gap = a[i * features + j]! - b[k * features + j]!;
    sum += gap * gap;
  }
  return sum;
}
