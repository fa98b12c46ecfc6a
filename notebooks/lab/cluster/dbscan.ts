// DBSCAN (Ester et al. 1996) on standardised columns: clusters are where rows lie close, what lies alone is noise. A missing value counts as the mean.
import { type Standard, standardised, standardOf } from '../standard.ts';
import { squareDistance } from './distance.ts';

export const NOISE = -1;

export interface Dbscan {
  readonly standard: Standard;
  readonly reach: number;
  /** Of the rows it was fitted to: the cluster, or NOISE. */
  readonly label: Int32Array;
  /** The rows with neighbours enough, in standard deviations: a new row belongs to the nearest of them within reach. */
  readonly cores: Float64Array;
  readonly coreLabel: Int32Array;
}

export interface DbscanOptions {
  /** Row-major Float32, as tensorOf gives it. */
  readonly x: Float32Array;
  readonly features: number;
  /** How far a neighbour may be, in standard deviations. */
  readonly reach: number;
  /** How many rows, itself among them, must lie within reach of a core. */
  readonly neighbours: number;
  readonly standard?: Standard;
}

export function fitDbscan({
  x,
  features,
  reach,
  neighbours,
  standard = standardOf(x, features),
}: DbscanOptions): Dbscan {
  const points = standardised(standard, x);
  const neighboursOf = neighbourFinder(points, features, reach);
  const rows = points.length / features;
  const isCore = Uint8Array.from({ length: rows }, (_, i) => (neighboursOf(i).length >= neighbours ? 1 : 0));
  const label = new Int32Array(rows).fill(NOISE);
  let clusters = 0;
  for (let first = 0; first < rows; first++) {
    if (!isCore[first] || label[first] !== NOISE) continue;
    const open = [first];
    label[first] = clusters;
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      for (const other of neighboursOf(row)) {
        if (label[other] !== NOISE) continue;
        label[other] = clusters;
        if (isCore[other]) open.push(other);
      }
    }
    clusters += 1;
  }
  const coreRows = Array.from(isCore.keys()).filter((i) => isCore[i]);
  return {
    standard,
    reach,
    label,
    cores: Float64Array.from(coreRows.flatMap((i) => Array.from(points.subarray(i * features, (i + 1) * features)))),
    coreLabel: Int32Array.from(coreRows, (i) => label[i]!),
  };
}

/** The cluster of each row of x, or NOISE. */
export function predictDbscan({ standard, reach, cores, coreLabel }: Dbscan, x: Float32Array): Float64Array {
  const features = standard.mean.length;
  const points = standardised(standard, x);
  return new Float64Array(points.length / features).map((_, i) => {
    let [nearest, label] = [reach * reach, NOISE];
    for (let k = 0; k < coreLabel.length; k++) {
      const square = squareDistance(points, i, cores, k, features);
      if (square > nearest || (square === nearest && label !== NOISE)) continue;
      nearest = square;
      label = coreLabel[k]!;
    }
    return label;
  });
}

/** Looks only at rows that are near in the first column: sorted by it, they lie side by side. */
function neighbourFinder(points: Float64Array, features: number, reach: number): (row: number) => number[] {
  const first = (row: number): number => points[row * features]!;
  const order = Int32Array.from({ length: points.length / features }, (_, i) => i).sort((a, b) => first(a) - first(b));
  const place = new Int32Array(order.length);
  order.forEach((row, at) => {
    place[row] = at;
  });
  return (row) => {
    const found: number[] = [];
    const look = (at: number): boolean => {
      const other = order[at];
      if (other === undefined || Math.abs(first(other) - first(row)) > reach) return false;
      if (squareDistance(points, row, points, other, features) <= reach * reach) found.push(other);
      return true;
    };
    for (let at = place[row]!; look(at); ) at -= 1;
    for (let at = place[row]! + 1; look(at); ) at += 1;
    return found;
  };
}
