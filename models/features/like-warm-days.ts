// How far a day is from days like it: of the same kind, recent, and about as warm. In robust standard deviations, so that one odd day among them moves nothing.
import { dayKind } from './like-days.ts';

export interface KnownDay {
  readonly at: number;
  readonly felt: number;
}

/** A normal distribution has its standard deviation at 1.4826 times its median absolute deviation. */
export const PER_MAD = 1.4826;
/** Fewer say nothing of a spread. */
const FEWEST = 6;

/** The `count` days of the kind of `day` that were nearest to its warmth. */
export function likeWarmDays<Day extends KnownDay>(day: KnownDay, past: readonly Day[], count: number): Day[] {
  const kind = dayKind(day.at);
  return past
    .filter(({ at }) => dayKind(at) === kind)
    .sort((a, b) => Math.abs(a.felt - day.felt) - Math.abs(b.felt - day.felt))
    .slice(0, count);
}

/** `least` is the smallest spread that is believed: a dozen days may agree by chance. NaN where too few are known. */
export function robustZ(value: number, like: readonly number[], least: number): number {
  const known = like.filter((one) => !Number.isNaN(one));
  if (known.length < FEWEST) return Number.NaN;
  const centre = medianOf(known);
  const spread = PER_MAD * medianOf(known.map((one) => Math.abs(one - centre)));
  return (value - centre) / Math.max(spread, least);
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
