// Cuts time, never shuffles it: a model is trained on the past, calibrated on what follows, and judged on what it has never seen.
import { type Instant, instantsAtParis, type TimeWindow } from '../../../data/time.ts';

/** From the first midnight of `first` to the last of `last`, in Paris. */
export function parisYears(first: number, last: number = first): TimeWindow {
  return { from: newYear(first), to: newYear(last + 1) };
}

function newYear(year: number): Instant {
  const [midnight] = instantsAtParis({ year, month: 1, day: 1 });
  if (midnight === undefined) throw new Error(`Paris has no 1 January ${year}`);
  return midnight;
}

export interface Split {
  readonly train: TimeWindow;
  readonly calibrate: TimeWindow;
  readonly judge: TimeWindow;
}

/** Refuses windows that overlap or are out of order. */
export function split(windows: Split): Split {
  const { train, calibrate, judge } = windows;
  if (train.to > calibrate.from || calibrate.to > judge.from) {
    throw new Error('train, calibrate and judge must follow each other in time without overlapping');
  }
  return windows;
}
