// Ridge regression in closed form, on standardised columns; the intercept is not penalised. Never searches, never draws.

import { type Standard, standardise, standardOf } from '../standard.ts';
import { checkTrainingRows } from '../training-rows.ts';
import { choleskyOf, solveCholesky } from './cholesky.ts';

export interface Ridge {
  readonly standard: Standard;
  /** Per column, in target units per standard deviation. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly alpha: number;
}

export interface RidgeData {
  /** Row-major Float32, as tensorOf gives it; NaN where missing: such a value counts as the mean. */
  readonly x: Float32Array;
  readonly features: number;
  readonly target: Float64Array;
  /** How much each row counts; 1 where left out. */
  readonly weights?: Float64Array;
}

/** Minimises Σ weight · error² + alpha · Σ coefficient². */
export function fitRidge({ alpha, ...data }: RidgeData & { readonly alpha: number }): Ridge {
  return ridgeFrom(momentsOf(data), alpha);
}

export interface RidgeChoice {
  readonly ridge: Ridge;
  /** Of each alpha on the later rows, in the order given. */
  readonly rmse: readonly number[];
}

/** Of several alphas the one that does best on rows later than those it learns from. */
export function chooseRidge({
  alphas,
  later,
  ...data
}: RidgeData & {
  readonly alphas: readonly number[];
  readonly later: { readonly x: Float32Array; readonly target: Float64Array };
}): RidgeChoice {
  const moments = momentsOf(data);
  const tried = alphas.map((alpha) => {
    const ridge = ridgeFrom(moments, alpha);
    const squares = predictRidge(ridge, later.x).map((value, i) => (value - later.target[i]!) ** 2);
    return { ridge, rmse: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length) };
  });
  const [best] = tried.toSorted((a, b) => a.rmse - b.rmse);
  if (!best) throw new Error('got no alpha to choose from, want at least one');
  return { ridge: best.ridge, rmse: tried.map(({ rmse }) => rmse) };
}

export function predictRidge({ standard, coefficients, intercept }: Ridge, x: Float32Array): Float64Array {
  const features = coefficients.length;
  const row = new Float64Array(features);
  return new Float64Array(x.length / features).map((_, i) => {
    standardise(standard, x, i, row);
    let value = intercept;
    for (let j = 0; j < features; j++) value += coefficients[j]! * row[j]!;
    return value;
  });
}

/** All that the closed form needs of the rows, whatever alpha is. */
interface Moments {
  readonly standard: Standard;
  /** Sums of products of each two standardised columns. */
  readonly gram: Float64Array;
  /** Of each standardised column with the centred target. */
  readonly product: Float64Array;
  readonly targetMean: number;
}

function momentsOf({ x, features, target, weights }: RidgeData): Moments {
  const rows = target.length;
  checkTrainingRows({ x, features, target, weights });
  const standard = standardOf(x, features, weights);
  const weightOf = (i: number): number => (weights ? weights[i]! : 1);
  let [sum, all] = [0, 0];
  for (let i = 0; i < rows; i++) {
    sum += weightOf(i) * target[i]!;
    all += weightOf(i);
  }
  const targetMean = sum / all;
  const gram = new Float64Array(features * features);
  const product = new Float64Array(features);
  const row = new Float64Array(features);
  for (let i = 0; i < rows; i++) {
    standardise(standard, x, i, row);
    const residual = target[i]! - targetMean;
    for (let j = 0; j < features; j++) {
      const weighted = weightOf(i) * row[j]!;
      if (weighted === 0) continue;
      product[j]! += weighted * residual;
      for (let k = 0; k <= j; k++) gram[j * features + k]! += weighted * row[k]!;
    }
  }
  return { standard, gram, product, targetMean };
}

/** Standardised columns are centred, so the intercept is the mean of the target, whatever the others are. */
function ridgeFrom({ standard, gram, product, targetMean }: Moments, alpha: number): Ridge {
  const features = product.length;
  const penalised = gram.slice();
  for (let j = 0; j < features; j++) {
    // A column that never varies has no product with anything: any pivot gives it the coefficient 0.
    penalised[j * features + j]! += standard.deviation[j] === 0 ? 1 : alpha;
  }
  const coefficients = solveCholesky(choleskyOf(penalised, features), product);
  return { standard, coefficients, intercept: targetMean, alpha };
}
