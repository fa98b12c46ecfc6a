// How each row still errs while a forest grows: slope and curvature of its loss at what has been predicted so far.
import { packGradients, type RowGradients } from './histogram.ts';
import type { LossFormula } from './loss-formula.ts';

export interface Slopes {
  /** What is predicted of each row; whoever grows trees adds to it. */
  readonly raw: Float64Array;
  /** At what is predicted now; the arrays are used again at the next call. */
  now(): RowGradients;
  /** How far these rows should move, by the slopes of the last call. */
  step(rows: Int32Array, lambda: number): number;
  /** Mean over all rows. */
  loss(): number;
}

export function slopesOf({
  formula,
  target,
  weights,
  base,
}: {
  readonly formula: LossFormula;
  readonly target: Float64Array;
  readonly weights: Float64Array | null;
  readonly base: number;
}): Slopes {
  const count = target.length;
  const raw = new Float64Array(count).fill(base);
  const gradient = new Float64Array(count);
  const hessian = formula.hessian || weights ? new Float64Array(count) : null;
  const packed = new Float64Array(count);

  const newtonStep = (rows: Int32Array, lambda: number): number => {
    let [g, h] = [0, lambda];
    for (let i = 0; i < rows.length; i++) {
      g += gradient[rows[i]!]!;
      h += hessian ? hessian[rows[i]!]! : 1;
    }
    return g / h;
  };

  return {
    raw,
    now() {
      for (let i = 0; i < count; i++) {
        const weight = weights ? weights[i]! : 1;
        gradient[i] = weight * formula.gradient(target[i]!, raw[i]!);
        if (hessian) hessian[i] = formula.hessian ? weight * formula.hessian(raw[i]!) : weight;
      }
      return packGradients(gradient, hessian, packed);
    },
    step(rows, lambda) {
      if (!formula.step) return newtonStep(rows, lambda);
      const residuals = Float64Array.from(rows, (row) => target[row]! - raw[row]!);
      return formula.step(residuals, weights && Float64Array.from(rows, (row) => weights[row]!));
    },
    loss: () => meanLoss(formula, target, weights, raw),
  };
}

export function meanLoss(
  formula: LossFormula,
  target: Float64Array,
  weights: Float64Array | null,
  raw: Float64Array,
): number {
  let [sum, all] = [0, 0];
  for (let i = 0; i < target.length; i++) {
    const weight = weights ? weights[i]! : 1;
    sum += weight * formula.loss(target[i]!, raw[i]!);
    all += weight;
  }
  return sum / all;
}
