// Means of hours of which every quarter is known. Never of a part: three quarters of an hour live are not what was trained on.
import { type Duration, floorTo, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import type { History } from '../history.ts';

/** A quarter of an hour is shown within 15 minutes of its end. */
const SHOWN_AFTER: Duration = 15 * MINUTE;

export interface Asked<S extends string> {
  readonly history: History<S>;
  readonly series: S;
  readonly entity: string;
  readonly issuedAt: Instant;
}

/** The end of the last hour that can be known in full. */
export const wholeUntil = (issuedAt: Instant): Instant => floorTo(HOUR, issuedAt - SHOWN_AFTER);

export const hourMean = <S extends string>(asked: Asked<S>, from: Instant): number => meanOf(asked, from, from + HOUR);

/** The mean over [from, to); NaN until its end is known. */
export function meanOf<S extends string>(
  { history, series, entity, issuedAt }: Asked<S>,
  from: Instant,
  to: Instant,
): number {
  return to <= wholeUntil(issuedAt) ? history.mean(series, entity, from, to - from) : Number.NaN;
}
