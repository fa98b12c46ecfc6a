// The arithmetic of each loss: its best constant, its slope and curvature per row, its mean. Without weights every row counts 1.
import { quantileOf } from '../quantile.ts';
import { weightedQuantileOf } from '../weighted-quantile.ts';
import { type Loss, sigmoid } from './loss.ts';

export interface LossFormula {
  /** The constant that fits best. */
  base(target: Float64Array, weights: Float64Array | null): number;
  /** Where a prediction should move. */
  gradient(target: number, raw: number): number;
  /** How soon it would have moved enough; null where that is 1 everywhere. */
  readonly hessian: ((raw: number) => number) | null;
  /** Of one row: what early stopping watches. */
  loss(target: number, raw: number): number;
  /** The step of a leaf from what its rows still miss, where slopes do not tell it. */
  readonly step: ((residuals: Float64Array, weights: Float64Array | null) => number) | null;
}

export function lossFormula(loss: Loss): LossFormula {
  switch (loss.kind) {
    case 'squared':
      return {
        base: weightedMean,
        gradient: (target, raw) => target - raw,
        hessian: null,
        loss: (target, raw) => (target - raw) ** 2,
        step: null,
      };
    case 'absolute':
      return { ...quantileFormula(0.5), loss: (target, raw) => Math.abs(target - raw) };
    case 'pinball':
      return quantileFormula(loss.level);
    case 'logistic':
      return {
        base: (target, weights) => {
          const share = weightedMean(target, weights);
          if (!(share > 0 && share < 1))
            throw new Error(`the target is 1 in a share of ${share}, want some 0 and some 1`);
          return Math.log(share / (1 - share));
        },
        gradient: (target, raw) => target - sigmoid(raw),
        hessian: (raw) => sigmoid(raw) * sigmoid(-raw),
        // log(1 + exp(raw)) without overflow.
        loss: (target, raw) => Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw))) - target * raw,
        step: null,
      };
  }
}

function quantileFormula(level: number): LossFormula {
  const quantile = (values: Float64Array, weights: Float64Array | null): number =>
    weights ? weightedQuantileOf(values, weights, level) : quantileOf(values, level);
  return {
    base: quantile,
    gradient: (target, raw) => (target >= raw ? level : level - 1),
    hessian: null,
    loss: (target, raw) => (target >= raw ? level : level - 1) * (target - raw),
    step: quantile,
  };
}

function weightedMean(values: Float64Array, weights: Float64Array | null): number {
  let [sum, all] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i]! : 1;
    sum += weight * values[i]!;
    all += weight;
  }
  return sum / all;
}
