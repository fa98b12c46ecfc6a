// The past as it was known at an instant: the only way a model sees data, in training, in the backtest and live.
import type { Duration, Instant } from '../data/time.ts';

/**
 * One series of one entity, ascending in time. `knownAt[i]` says when `value[i]` could be known. A value that was
 * corrected stands there once per version, in the order in which they became known.
 */
export interface Facts {
  readonly at: Float64Array;
  readonly knownAt: Float64Array;
  readonly value: Float64Array;
}

/** Keyed by series and entity. */
export type FactsBySeries = ReadonlyMap<string, Facts>;

/** The entity of a series that has no places: a calendar is everybody's. */
export const EVERYWHERE = '';

export const factsKey = (series: string, entity: string): string => `${series}|${entity}`;

export interface History<Series extends string = string> {
  /** The value at this instant; NaN where none is known. */
  at(series: Series, entity: string, at: Instant): number;
  /** The mean of the values known in [from, from + length); NaN where none is known. */
  mean(series: Series, entity: string, from: Instant, length: Duration): number;
  /** The instant of the newest known value; NaN where none is known. What staleness is measured from. */
  newest(series: Series, entity: string): Instant;
}

/** Hides every fact with `knownAt` after `issuedAt`; of a corrected value it shows the version that was known then. */
export function historyAsOf<Series extends string>(facts: FactsBySeries, issuedAt: Instant): History<Series> {
  const meanBetween = (series: Series, entity: string, from: Instant, to: Instant): number => {
    const known = facts.get(factsKey(series, entity));
    if (!known) return Number.NaN;
    const { at, knownAt, value } = known;
    let sum = 0;
    let count = 0;
    for (let i = lowerBound(at, from); i < at.length && at[i]! < to; i++) {
      const isReplaced = at[i + 1] === at[i] && knownAt[i + 1]! <= issuedAt;
      if (isReplaced || knownAt[i]! > issuedAt || Number.isNaN(value[i]!)) continue;
      sum += value[i]!;
      count += 1;
    }
    return count === 0 ? Number.NaN : sum / count;
  };
  return {
    at: (series, entity, at) => meanBetween(series, entity, at, at + 1),
    mean: (series, entity, from, length) => meanBetween(series, entity, from, from + length),
    newest(series, entity) {
      const known = facts.get(factsKey(series, entity));
      if (!known) return Number.NaN;
      for (let i = known.at.length - 1; i >= 0; i--) {
        if (known.knownAt[i]! <= issuedAt && !Number.isNaN(known.value[i]!)) return known.at[i]!;
      }
      return Number.NaN;
    },
  };
}

/** Index of the first instant that is not before `at`. */
function lowerBound(instants: Float64Array, at: Instant): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
