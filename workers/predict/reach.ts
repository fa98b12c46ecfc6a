// How far the features of a release reached where it was made, and what a row has far beyond that: the model answers, but has learnt nothing there. Pure.
import type { Release } from '../../models/release.ts';

/** Of one feature. */
export interface Reach {
  readonly feature: string;
  readonly least: number;
  readonly most: number;
  /** Was it there nearly always? */
  readonly isExpected: boolean;
}

/** In the order of the features. */
export function reachOf(
  { features, sketches }: Pick<Release, 'features' | 'sketches'>,
  expects: readonly string[],
): Reach[] {
  const edges = new Map(sketches.features.map((sketch) => [sketch.name, sketch.edges]));
  return features.map((feature) => ({
    feature,
    least: edges.get(feature)?.[0] ?? Number.NEGATIVE_INFINITY,
    most: edges.get(feature)?.at(-1) ?? Number.POSITIVE_INFINITY,
    isExpected: expects.includes(feature),
  }));
}

/** Sketches have six digits. */
const ROUNDING = 1e-5;

/** The first few say enough. */
const MOST_NAMES = 3;

/** A sentence for each value that is farther from all the release has seen than what it has seen is wide, and one for those that it never had to do without. */
export function warningsOf(reach: readonly Reach[], row: ArrayLike<number>): string[] {
  const far = reach.flatMap(({ feature, least, most }, i) => {
    const value = row[i]!;
    const width = Math.max(most - least, ROUNDING * Math.abs(most));
    if (Number.isNaN(value) || (value >= least - width && value <= most + width)) return [];
    return [`${feature} is ${Number(value.toPrecision(6))}: the release was made with ${least} to ${most}`];
  });
  const missing = reach.flatMap(({ feature, isExpected }, i) => (isExpected && Number.isNaN(row[i]!) ? [feature] : []));
  if (missing.length === 0) return far;
  const more = missing.length > MOST_NAMES ? ` and ${missing.length - MOST_NAMES} more` : '';
  return [...far, `missing, though the release was made with them: ${missing.slice(0, MOST_NAMES).join(', ')}${more}`];
}
