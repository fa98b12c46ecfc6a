// The quantile of a sample whose values do not count equally: the first value that has enough weight at or below it.

export function weightedQuantileOf(values: Float64Array, weights: Float64Array, level: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const wanted = level * weights.reduce((sum, weight) => sum + weight, 0);
  let below = 0;
  for (const i of order) {
    below += weights[i]!;
    if (below >= wanted) return values[i]!;
  }
  // Rounding may leave the sum a bit short of itself.
  const last = order.at(-1);
  return last === undefined ? Number.NaN : values[last]!;
}
