// A window cut into pieces of so many rows that each can be settled in seconds. Cuts only where a day (UTC) begins. Pure.
import { DAY, floorTo, slices, type TimeWindow } from '../../data/time.ts';
import type { DayCount } from '../../db/queries/replays.ts';

/** A second or two of a busy Postgres; a statement of ingest has a minute. */
export const ROWS_SETTLED_AT_ONCE = 100_000;

/** Of days whose rows are counted in one statement. */
const COUNTED_AT_ONCE = 366 * DAY;

/** Each is cut into pieces by itself: whole days, but for what the window itself begins or ends with. */
export const countedAtOnce = ({ from, to }: TimeWindow): readonly TimeWindow[] =>
  slices({ from: floorTo(DAY, from), to }, COUNTED_AT_ONCE).map((slice) => ({
    from: Math.max(slice.from, from),
    to: slice.to,
  }));

/** `days` in order. A day alone may hold more than `most`: whoever reads it must not see half of it. */
export function piecesOf({ from, to }: TimeWindow, days: readonly DayCount[], most = ROWS_SETTLED_AT_ONCE) {
  const starts = [from];
  let gathered = 0;
  for (const { day, rows } of days) {
    if (gathered > 0 && gathered + rows > most) {
      starts.push(day);
      gathered = 0;
    }
    gathered += rows;
  }
  return starts.map((start, index): TimeWindow => ({ from: start, to: starts[index + 1] ?? to }));
}
