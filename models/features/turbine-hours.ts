// Hour means of a turbine's sensors, the newest last. Never a part of an hour that is not over.
import { HOUR, type Instant } from '../../data/time.ts';
import type { History } from '../history.ts';

/** The `hours` hours that end with the one beginning at `last`; NaN where nothing is known. */
export function hoursUntil<S extends string>(
  history: History<S>,
  series: S,
  entity: string,
  last: Instant,
  hours: number,
): Float64Array {
  return new Float64Array(hours).map((_, i) => history.mean(series, entity, last - (hours - 1 - i) * HOUR, HOUR));
}

/** Of the values in [from, to) that are known; negative positions count from the end, as `slice` has it. NaN where none is. */
export function meanKnown(values: ArrayLike<number>, from = 0, to = values.length): number {
  const position = (at: number) => Math.max(0, at < 0 ? values.length + at : at);
  let sum = 0;
  let count = 0;
  for (let i = position(from); i < position(to); i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}
