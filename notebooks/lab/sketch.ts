// How columns of numbers are distributed, in a dozen figures each. Keeps no row.
import type { Sketch } from '../../models/release.ts';
import { quantileOf } from './quantile.ts';
import { sixDigits } from './six-digits.ts';

const DECILES = Array.from({ length: 11 }, (_, i) => i / 10);

/** `x` is row-major, one column per name. */
export function sketchesOf(names: readonly string[], x: Float32Array): Sketch[] {
  const rows = x.length / names.length;
  return names.map((name, column) =>
    sketchOf(
      name,
      Float64Array.from({ length: rows }, (_, row) => x[row * names.length + column]!),
    ),
  );
}

export function sketchOf(name: string, values: Float64Array): Sketch {
  const known = values.filter(Number.isFinite);
  const missing = sixDigits(values.length === 0 ? 1 : 1 - known.length / values.length);
  if (known.length === 0) return { name, missing, mean: null, deviation: null, deciles: [] };
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return {
    name,
    missing,
    mean: sixDigits(mean),
    deviation: sixDigits(Math.sqrt(variance)),
    deciles: DECILES.map((level) => sixDigits(quantileOf(known, level))),
  };
}
