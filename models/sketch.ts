// How a column of numbers is distributed, in some dozens of figures: what drift is measured against. Keeps no row.
import { z } from 'zod';
import { SEASONS } from './season.ts';

export const Histogram = z.strictObject({
  /** Share of the rows without a value. */
  missing: z.number().min(0).max(1),
  /** Of the values that are there; null when there are none. */
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  /** Ascending: every value where there are few, else least, deciles and most. Empty when there are none. */
  edges: z.array(z.number()),
  /** Of the values up to the first edge, up to each of the others, and beyond the last. Empty when there are none. */
  shares: z.array(z.number()),
});
export type Histogram = z.infer<typeof Histogram>;

/** How far stretches of that many days of a season were from the whole of it, where the release was made. */
export const Usual = z.strictObject({
  days: z.int().positive(),
  stretches: z.int().positive(),
  /** The farthest of them; null where nothing could be compared. */
  psi: z.number().nullable(),
  ks: z.number().nullable(),
  wasserstein: z.number().nullable(),
  /** The most that was missing. */
  missing: z.number(),
  /** The least and the largest deviation. */
  narrowest: z.number().nullable(),
  widest: z.number().nullable(),
});
export type Usual = z.infer<typeof Usual>;

export const SeasonSketch = Histogram.extend({ usual: z.array(Usual) });
export type SeasonSketch = z.infer<typeof SeasonSketch>;

const Seasons = z.partialRecord(z.enum(SEASONS), SeasonSketch);
type Seasons = z.infer<typeof Seasons>;

/** Seasons are absent where rows have no time. A season without rows is absent too. */
export const Sketch = z.strictObject({ name: z.string(), ...Histogram.shape, seasons: Seasons.optional() });
export type Sketch = z.infer<typeof Sketch>;

/** For whoever answers and compares with no season: reading them all costs more than to open a graph. */
export const UnreadSketch = Sketch.extend({
  seasons: z.custom<Seasons>((value) => typeof value === 'object' && value !== null).optional(),
});

/** Of a release, in six digits. */
export const Sketches = z.strictObject({ features: z.array(Sketch).min(1), heads: z.array(Sketch).min(1) });
export type Sketches = z.infer<typeof Sketches>;

/** By the edges of another, so that the two can be compared. */
export function histogramOf(values: Float64Array, edges: readonly number[]): Histogram {
  const counts = new Float64Array(edges.length + 1);
  let [known, mean, squares] = [0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    counts[binOf(value, edges)]! += 1;
    // Welford's: deviations of large values that hardly differ survive.
    known += 1;
    const before = value - mean;
    mean += before / known;
    squares += before * (value - mean);
  }
  const missing = values.length === 0 ? 1 : 1 - known / values.length;
  if (known === 0) return { missing, mean: null, deviation: null, edges: [...edges], shares: [] };
  const shares = Array.from(counts, (count) => count / known);
  return { missing, mean, deviation: Math.sqrt(squares / known), edges: [...edges], shares };
}

/** The first edge that the value does not exceed. */
function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
