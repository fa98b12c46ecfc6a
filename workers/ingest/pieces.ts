// A window cut into runs, and a run cut into slices: bounded steps whatever is asked for, or due. Pure.
import type { Feed } from '../../data/dataset.ts';
import { DAY, type Duration, formatInstant, slices, type TimeWindow } from '../../data/time.ts';

/**
 * A Workflow stops at 10,000 steps on a paid account, and at 1,024 on a free one. A slice takes 8 at most for each source that is tried
 * (four questions; lake, parse, validate, load), and no feed has more than three: 961 with the report. How many requests a run may make
 * stands in wrangler.toml.
 */
export const MAX_SLICES_PER_RUN = 40;

/** Of a window that one run may have. */
export const longestRun = ({ slice }: Pick<Feed, 'slice'>): Duration => slice * MAX_SLICES_PER_RUN;

export const runWindows = (feed: Feed, window: TimeWindow): readonly TimeWindow[] => slices(window, longestRun(feed));

export interface Slice extends TimeWindow {
  /** Distinguishes its steps from those of other slices; empty when there is only one. */
  readonly label: string;
}

export function slicesOf(feed: Pick<Feed, 'slice'>, window: TimeWindow): readonly Slice[] {
  const pieces = slices(window, feed.slice);
  if (pieces.length === 1) return pieces.map((piece) => ({ ...piece, label: '' }));
  const length = feed.slice % DAY === 0 && window.from % DAY === 0 ? 10 : 16;
  return pieces.map((piece) => ({ ...piece, label: formatInstant(piece.from).slice(0, length) }));
}
