// Since when, until when and how often facts of a place are owed, where it is not always and at every step of the grid. Pure.
import { type Duration, floorTo, type Instant } from './time.ts';

export interface Owed {
  readonly from?: Instant;
  readonly to?: Instant;
  /** Where it is less often than the grid's step. */
  readonly every?: Duration;
}

export const isOwed = ({ from = -Infinity, to = Infinity, every }: Owed, at: Instant): boolean =>
  from <= at && at < to && (every === undefined || floorTo(every, at) === at);
