// What a forest is fitted to: the mean (squared error) or a quantile (pinball error).
import { quantileOf } from '../quantile.ts';

export interface Loss {
  /** The constant that fits best. */
  base(target: Float64Array): number;
  /** Where a prediction should move, per row. */
  gradient(residual: number): number;
  /** The step of a leaf, from what its rows still miss. */
  step(residuals: Float64Array): number;
}

export const squared = ({ lambda = 0 }: { lambda?: number } = {}): Loss => ({
  base: (target) => sumOf(target) / target.length,
  gradient: (residual) => residual,
  step: (residuals) => sumOf(residuals) / (residuals.length + lambda),
});

export const pinball = (level: number): Loss => ({
  base: (target) => quantileOf(target, level),
  gradient: (residual) => (residual >= 0 ? level : level - 1),
  step: (residuals) => quantileOf(residuals, level),
});

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
