// A window cut into runs, and a run cut into slices: bounded steps and requests whatever is asked for. Pure.
import type { Feed } from '../../data/dataset.ts';
import { DAY, formatInstant, slices, type TimeWindow } from '../../data/time.ts';

/**
 * A Workflow stops at 1,024 steps on a free account and an invocation at 1,000 requests to other services;
 * a slice takes 5 steps for each source that is tried and some 40 requests.
 */
export const MAX_SLICES_PER_RUN = 24;

export function runWindows(feed: Feed, window: TimeWindow): readonly TimeWindow[] {
  return slices(window, feed.slice * MAX_SLICES_PER_RUN);
}

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
