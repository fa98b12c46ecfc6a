// Principal components of standardised columns: the few directions in which rows differ most. A missing value counts as the mean.
import { type Standard, standardised, standardOf } from '../standard.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

export interface Pca {
  readonly standard: Standard;
  /** Row by row, one per component, each of length 1; its largest number is positive. */
  readonly components: Float64Array;
  /** Of the rows along each component. */
  readonly variance: Float64Array;
  /** The part of all variance that each explains. */
  readonly explained: Float64Array;
}

export interface PcaOptions {
  /** Row-major Float32, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly features: number;
  /** How many components are kept. */
  readonly components: number;
  readonly standard?: Standard;
}

export function fitPca({ x, features, components, standard = standardOf(x, features) }: PcaOptions): Pca {
  const points = standardised(standard, x);
  const { values, vectors } = symmetricEigen(covarianceOf(points, features), features);
  const all = values.reduce((sum, value) => sum + value, 0);
  return {
    standard,
    components: vectors.slice(0, components * features),
    variance: values.slice(0, components),
    explained: values.slice(0, components).map((value) => value / all),
  };
}

/** Row-major: where each row lies along each component. */
export function predictPca({ standard, components }: Pca, x: Float32Array): Float64Array {
  const features = standard.mean.length;
  const points = standardised(standard, x);
  const kept = components.length / features;
  return new Float64Array((points.length / features) * kept).map((_, at) => {
    const [i, k] = [Math.floor(at / kept), at % kept];
    let sum = 0;
    for (let j = 0; j < features; j++) sum += points[i * features + j]! * components[k * features + j]!;
    return sum;
  });
}

function covarianceOf(points: Float64Array, features: number): Float64Array {
  const rows = points.length / features;
  const mean = new Float64Array(features);
  for (let at = 0; at < points.length; at++) mean[at % features]! += points[at]! / rows;
  const covariance = new Float64Array(features * features);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < features; j++) {
      const gap = (points[i * features + j]! - mean[j]!) / (rows - 1);
      for (let k = 0; k < features; k++) covariance[j * features + k]! += gap * (points[i * features + k]! - mean[k]!);
    }
  }
  return covariance;
}
