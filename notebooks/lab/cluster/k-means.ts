// k-means on standardised columns: centres far apart to begin with, the best of several beginnings. A missing value counts as the mean.
import { type Random, randomFrom } from '../random.ts';
import { type Standard, standardised, standardOf } from '../standard.ts';
import { squareDistance } from './distance.ts';

export interface KMeans {
  readonly standard: Standard;
  /** Row by row, one per cluster, in standard deviations. */
  readonly centres: Float64Array;
  /** Sum over rows of the squared distance to the nearest centre. */
  readonly inertia: number;
}

export interface KMeansOptions {
  /** Row-major Float32, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly features: number;
  readonly clusters: number;
  readonly seed: number;
  /** How often it begins anew. */
  readonly starts?: number;
  readonly steps?: number;
  /** What the columns are measured by, where it is not these rows. */
  readonly standard?: Standard;
}

export function fitKMeans({
  x,
  features,
  clusters,
  seed,
  starts = 10,
  steps = 300,
  standard = standardOf(x, features),
}: KMeansOptions): KMeans {
  const points = standardised(standard, x);
  const rows = points.length / features;
  if (rows < clusters) throw new Error(`got ${rows} rows for ${clusters} clusters, want at least one each`);
  const random = randomFrom(seed);
  const tried = Array.from({ length: starts }, () =>
    settle(points, farApart(points, features, clusters, random), features, steps),
  );
  const [best] = tried.toSorted((a, b) => a.inertia - b.inertia);
  if (!best) throw new Error(`got ${starts} starts, want at least one`);
  return { standard, ...best };
}

export interface Nearest {
  /** The nearest centre of each row. */
  readonly label: Float64Array;
  /** How far it is, in standard deviations. */
  readonly distance: Float64Array;
}

export function predictKMeans({ standard, centres }: KMeans, x: Float32Array): Nearest {
  const features = standard.mean.length;
  const { label, square } = assign(standardised(standard, x), centres, features);
  return { label: Float64Array.from(label), distance: square.map(Math.sqrt) };
}

/** k-means++ (Arthur and Vassilvitskii 2007): each next centre is drawn by its squared distance from those there are. */
function farApart(points: Float64Array, features: number, clusters: number, random: Random): Float64Array {
  const rows = points.length / features;
  const centres = new Float64Array(clusters * features);
  const square = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random.next() * rows);
  for (let k = 0; k < clusters; k++) {
    centres.set(points.subarray(chosen * features, (chosen + 1) * features), k * features);
    let all = 0;
    for (let i = 0; i < rows; i++) {
      square[i] = Math.min(square[i]!, squareDistance(points, i, centres, k, features));
      all += square[i]!;
    }
    let left = random.next() * all;
    chosen = 0;
    while (chosen < rows - 1 && left >= square[chosen]!) left -= square[chosen++]!;
  }
  return centres;
}

/** Lloyd's steps until no row changes its cluster. */
function settle(
  points: Float64Array,
  centres: Float64Array,
  features: number,
  steps: number,
): { centres: Float64Array; inertia: number } {
  let now = assign(points, centres, features);
  for (let step = 0; step < steps; step++) {
    const sums = new Float64Array(centres.length);
    const counts = new Float64Array(centres.length / features);
    now.label.forEach((k, i) => {
      counts[k]! += 1;
      for (let j = 0; j < features; j++) sums[k * features + j]! += points[i * features + j]!;
    });
    // A cluster that lost all its rows stays where it was.
    for (let at = 0; at < centres.length; at++) {
      const count = counts[Math.floor(at / features)]!;
      if (count > 0) centres[at] = sums[at]! / count;
    }
    const next = assign(points, centres, features);
    const isSettled = next.label.every((k, i) => k === now.label[i]);
    now = next;
    if (isSettled) break;
  }
  return { centres, inertia: now.square.reduce((sum, one) => sum + one, 0) };
}

function assign(
  points: Float64Array,
  centres: Float64Array,
  features: number,
): { label: Int32Array; square: Float64Array } {
  const rows = points.length / features;
  const label = new Int32Array(rows);
  const square = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < centres.length / features; k++) {
      const here = squareDistance(points, i, centres, k, features);
      if (here >= square[i]!) continue;
      square[i] = here;
      label[i] = k;
    }
  }
  return { label, square };
}
