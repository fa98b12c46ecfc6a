// How far two distributions over the same edges are apart, in as many steps as there are edges. Says nothing of what is far.
import type { Histogram } from './sketch.ts';

/** Null where one of the two has no value. */
export interface Distance {
  /** Population stability index. */
  readonly psi: number | null;
  /** Kolmogorov and Smirnov: the furthest the two cumulative shares come apart, 0 to 1. */
  readonly ks: number | null;
  /** What it takes to move one to the other, in deviations of the reference; null also where that is 0. */
  readonly wasserstein: number | null;
}

/** A bin without anybody counts as this much: the index of one would be infinite. */
const LEAST_SHARE = 0.001;

/** Both have the edges of the reference. */
export function distanceBetween(reference: Histogram, live: Histogram): Distance {
  if (reference.mean === null || live.mean === null) return { psi: null, ks: null, wasserstein: null };
  const { edges, deviation } = reference;
  let [psi, ks, area, ahead] = [0, 0, 0, 0];
  for (let bin = 0; bin <= edges.length; bin++) {
    const [was, is] = [reference.shares[bin]!, live.shares[bin]!];
    psi += (is - was) * Math.log(Math.max(is, LEAST_SHARE) / Math.max(was, LEAST_SHARE));
    const before = ahead;
    ahead += is - was;
    ks = Math.max(ks, Math.abs(ahead));
    if (bin > 0 && bin < edges.length)
      area += ((Math.abs(before) + Math.abs(ahead)) / 2) * (edges[bin]! - edges[bin - 1]!);
  }
  // What lies beyond the edges has no width: the means know of it, and nothing can be nearer than they are.
  const moved = Math.max(area, Math.abs(live.mean - reference.mean));
  return { psi, ks, wasserstein: deviation ? moved / deviation : null };
}
