// The quantile of a sample: linear between order statistics, type 7 of Hyndman and Fan (the default of R and NumPy).

export function quantileOf(values: Float64Array, level: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.slice().sort();
  const position = level * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}
