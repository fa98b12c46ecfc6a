// What a model would say on average if one feature had this value in every row. Reads the model, not the world: correlated features make impossible rows.
import { quantileOf } from '../quantile.ts';
import { columnOf } from './permutation-importance.ts';

export interface PartialDependence {
  readonly value: number;
  readonly mean: number;
}

export function partialDependence({
  predict,
  x,
  features,
  feature,
  points = 20,
}: {
  readonly predict: (x: Float32Array) => Float64Array;
  /** A few hundred rows say enough: every point predicts all of them. */
  readonly x: Float32Array;
  readonly features: readonly string[];
  readonly feature: string;
  readonly points?: number;
}): PartialDependence[] {
  const column = columnOf(features, feature);
  const width = features.length;
  return gridOf(
    x.filter((value, i) => i % width === column && !Number.isNaN(value)),
    points,
  ).map((value) => {
    const rows = x.slice();
    for (let i = column; i < rows.length; i += width) rows[i] = value;
    const said = predict(rows);
    return { value, mean: said.reduce((sum, one) => sum + one, 0) / said.length };
  });
}

/** Quantiles from 1 % to 99 %: where the rows are. Each value once. */
function gridOf(column: Float32Array, points: number): number[] {
  const values = Float64Array.from(column);
  const levels = Array.from({ length: points }, (_, i) => 0.01 + (0.98 * i) / Math.max(1, points - 1));
  return [...new Set(levels.map((level) => Math.fround(quantileOf(values, level))))];
}
