// Ways in which gas might show a strike: numbers for days of regions, or of the country, of which the telling one is chosen on earlier years. Learns nothing.
import type { DayCurves } from '../gas/day-curves.ts';
import type { DayOfRegion } from './odd-days.ts';

export interface DayScores {
  readonly days: readonly DayOfRegion[];
  /** One per day. */
  readonly score: Float64Array;
}

const COUNTRY = 'FR';
const HOURS = 24;

/** Of each day the mean over its regions: twelve witnesses of one event are heard as one. */
export function meanOfRegions({ days, score }: DayScores): DayScores {
  const known = Array.from(days.keys()).filter((i) => !Number.isNaN(score[i]));
  const byDay = [...Map.groupBy(known, (i) => days[i]!.at)].sort(([a], [b]) => a - b);
  return {
    days: byDay.map(([at]) => ({ region: COUNTRY, at })),
    score: Float64Array.from(byDay, ([, rows]) => rows.reduce((sum, i) => sum + score[i]!, 0) / rows.length),
  };
}

/** Gas from ten to two over gas from six to ten: high where people rise late and stay at home. */
export function lateMornings({ days, mwh }: DayCurves): DayScores {
  const between = (day: number, from: number, to: number): number =>
    mwh.subarray(day * HOURS + from, day * HOURS + to).reduce((sum, value) => sum + value, 0);
  return { days, score: Float64Array.from(days.keys(), (day) => between(day, 10, 14) / between(day, 6, 10)) };
}

/** Every deviation of a detector, signed and by its size alone. */
export function deviations(
  days: readonly DayOfRegion[],
  x: Float32Array,
  features: readonly string[],
): ReadonlyMap<string, DayScores> {
  const column = (f: number): Float64Array => Float64Array.from(days.keys(), (day) => x[day * features.length + f]!);
  return new Map(
    features.flatMap((feature, f): [string, DayScores][] => [
      [feature, { days, score: column(f) }],
      [`${feature}, either way`, { days, score: column(f).map(Math.abs) }],
    ]),
  );
}

/** Each measure twice: of regions, and of the country as their mean. */
export const heardTwice = (measures: ReadonlyMap<string, DayScores>): ReadonlyMap<string, DayScores> =>
  new Map(
    Array.from(measures).flatMap(([name, scores]): [string, DayScores][] => [
      [`${name}, by region`, scores],
      [`${name}, mean of regions`, meanOfRegions(scores)],
    ]),
  );
