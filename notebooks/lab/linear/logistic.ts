// Logistic regression on standardised columns, by Newton's method; the intercept is not penalised. Two classes or more, one way: softmax.

import { type Standard, standardise, standardOf } from '../standard.ts';
import { checkTrainingRows } from '../training-rows.ts';
import { minimise } from './newton.ts';

export interface Logistic {
  readonly standard: Standard;
  /** Column by column, one per class: what a standard deviation adds to the score of each. */
  readonly coefficients: Float64Array;
  /** One per class. */
  readonly intercepts: Float64Array;
}

export interface LogisticOptions {
  /** Row-major Float32, as tensorOf gives it; NaN where missing: such a value counts as the mean. */
  readonly x: Float32Array;
  readonly features: number;
  /** 0 … classes - 1. */
  readonly classOf: ArrayLike<number>;
  readonly classes: number;
  /** How much each row counts; 1 where left out. */
  readonly weights?: Float64Array;
  /** Minimises Σ weight · loss + l2 / 2 · Σ coefficient². */
  readonly l2: number;
}

/** Slopes are sums over rows; of a row's own size this is the rounding. */
const TOLERANCE_PER_ROW = 1e-12;

export function fitLogistic({ x, features, classOf, classes, weights, l2 }: LogisticOptions): Logistic {
  const rows = classOf.length;
  checkTrainingRows({ x, features, target: classOf, weights });
  const known = new Set(Array.from(classOf));
  for (let k = 0; k < classes; k++) {
    if (!known.delete(k)) throw new Error(`no row is of class ${k}, want some of each of ${classes}`);
  }
  if (known.size > 0) throw new Error(`got classes ${[...known].join(', ')}, want 0 to ${classes - 1}`);

  const standard = standardOf(x, features, weights);
  // Of each class: its coefficients, then its intercept.
  const width = features + 1;
  const size = classes * width;
  const row = new Float64Array(width);
  const chance = new Float64Array(classes);
  const curveAt = (point: Float64Array) => {
    const gradient = new Float64Array(size);
    const hessian = new Float64Array(size * size);
    let value = 0;
    for (let i = 0; i < rows; i++) {
      standardise(standard, x, i, row);
      row[features] = 1;
      const weight = weights ? weights[i]! : 1;
      for (let k = 0; k < classes; k++) chance[k] = dot(point, k * width, row);
      value -= weight * logSoftmax(chance, classOf[i]!);
      for (let k = 0; k < classes; k++) {
        const slope = weight * (chance[k]! - (classOf[i] === k ? 1 : 0));
        for (let a = 0; a < width; a++) gradient[k * width + a]! += slope * row[a]!;
        for (let l = 0; l <= k; l++) {
          const curvature = weight * chance[k]! * ((k === l ? 1 : 0) - chance[l]!);
          for (let a = 0; a < width; a++) {
            const scaled = curvature * row[a]!;
            if (scaled === 0) continue;
            const at = (k * width + a) * size + l * width;
            for (let b = 0; b < width; b++) hessian[at + b]! += scaled * row[b]!;
          }
        }
      }
    }
    penalise(point, l2, { width, size, classes }, gradient, hessian);
    for (let k = 0; k < classes; k++) {
      for (let j = 0; j < features; j++) value += (l2 / 2) * point[k * width + j]! ** 2;
    }
    return { value, gradient, hessian };
  };
  const point = minimise(curveAt, new Float64Array(size), { tolerance: TOLERANCE_PER_ROW * rows });
  return {
    standard,
    coefficients: Float64Array.from({ length: features * classes }, (_, at) => {
      const [j, k] = [Math.floor(at / classes), at % classes];
      return point[k * width + j]!;
    }),
    intercepts: Float64Array.from({ length: classes }, (_, k) => point[k * width + features]!),
  };
}

/** Row-major, one column per class, each row summing to 1. */
export function predictLogistic({ standard, coefficients, intercepts }: Logistic, x: Float32Array): Float64Array {
  const features = standard.mean.length;
  const classes = intercepts.length;
  const rows = x.length / features;
  const row = new Float64Array(features);
  const chance = new Float64Array(classes);
  const out = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i++) {
    standardise(standard, x, i, row);
    chance.set(intercepts);
    for (let j = 0; j < features; j++) {
      for (let k = 0; k < classes; k++) chance[k]! += row[j]! * coefficients[j * classes + k]!;
    }
    logSoftmax(chance, 0);
    out.set(chance, i * classes);
  }
  return out;
}

/** Turns scores into probabilities in place, and gives the logarithm of that of one class. */
function logSoftmax(scores: Float64Array, wanted: number): number {
  const highest = scores.reduce((most, score) => Math.max(most, score));
  const above = scores[wanted]! - highest;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - highest);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  return above - Math.log(sum);
}

function dot(point: Float64Array, from: number, row: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < row.length; a++) sum += point[from + a]! * row[a]!;
  return sum;
}

/** To all intercepts one may add the same number and nothing changes: a curvature there, where no slope is, settles it at the sum 0. */
function penalise(
  point: Float64Array,
  l2: number,
  { width, size, classes }: { readonly width: number; readonly size: number; readonly classes: number },
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < width - 1; j++) {
      const at = k * width + j;
      gradient[at]! += l2 * point[at]!;
      hessian[at * size + at]! += l2;
    }
    for (let l = 0; l <= k; l++) hessian[((k + 1) * width - 1) * size + (l + 1) * width - 1]! += 1;
  }
}
