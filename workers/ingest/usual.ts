// What is usual at an hour in Paris, and how wide that is, from the facts of the weeks before.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, HOUR, type Instant, parisOffset, type TimeWindow } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { type HourOfPlace, usualHours } from '../../db/queries/usual.ts';
import type { FeedOfLedger } from './expected.ts';

/** A normal distribution has its standard deviation at these multiples (Iglewicz and Hoaglin, 1993). */
const MAD_TO_DEVIATION = 1.4826;
const MEAN_TO_DEVIATION = 1.253314;

export interface UsualValue {
  readonly median: number;
  readonly deviation: number;
}
export interface Usual {
  /** By hour in Paris. Undefined where nothing is known of it, or nothing has ever varied at it. */
  hours(place: string, column: string): readonly (UsualValue | undefined)[] | undefined;
}

/** What is usual changes with the season: on measured load, windows of 31 days are flagged twenty times as often as single days. */
const LONGEST_WINDOW = 8 * DAY;

/** Null where nothing needs it, or with a reason where it is not asked for. */
export async function usualBefore(
  db: Db,
  definition: DatasetDefinition,
  feed: Pick<FeedOfLedger, 'columns' | 'places'>,
  window: TimeWindow,
): Promise<{ readonly usual: Usual | null; readonly whyNoUsual?: 'no window' | 'long window' }> {
  const rules = (definition.quality.anomalies ?? []).filter(({ kind }) => kind === 'unusual');
  if (rules.length === 0) return { usual: null };
  // What people send says when it came, not which weeks it is about.
  if (feed.columns.length === 0) return { usual: null, whyNoUsual: 'no window' };
  if (window.to - window.from > LONGEST_WINDOW) return { usual: null, whyNoUsual: 'long window' };
  const columns = [...new Set(rules.map(({ column }) => column))];
  const hours = await Promise.all(
    columns.map((column) =>
      usualHours(db, definition, { column, places: { ...definition.places, ...feed.places }, before: window.from }),
    ),
  );
  return { usual: usualOf(hours.flat()) };
}

export function usualOf(known: readonly HourOfPlace[]): Usual {
  const byPlace = new Map<string, (UsualValue | undefined)[]>();
  for (const { place, column, hour, median, mad, meanDistance } of known) {
    // More than half of the values may be equal, as the sun's at dusk: then their median distance is 0, not their spread.
    const deviation = mad > 0 ? mad * MAD_TO_DEVIATION : meanDistance * MEAN_TO_DEVIATION;
    const id = `${column}\u0000${place}`;
    const day = byPlace.get(id) ?? new Array<UsualValue | undefined>(24).fill(undefined);
    byPlace.set(id, day);
    if (deviation > 0) day[hour] = { median, deviation };
  }
  return { hours: (place, column) => byPlace.get(`${column}\u0000${place}`) };
}

export const parisHour = (at: Instant): number => Math.floor((at + parisOffset(at)) / HOUR) % 24;
