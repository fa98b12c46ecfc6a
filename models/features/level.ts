// The mean load of the last seven whole days, and how other loads relate to it: each weekday is in it once, so that it does not follow the week.
import { parisDay } from '../../data/time.ts';
import { type Asked, meanOf } from './whole-hour.ts';

/** Days before the day that is forecast, which is the one after the issue: the level's own days. */
export const LEVEL_DAYS = [2, 3, 4, 5, 6, 7, 8] as const;

export function levelMw<S extends string>(asked: Asked<S>, shiftDays = 0): number {
  return meanOf(asked, parisDay(asked.issuedAt, -7 - shiftDays).from, parisDay(asked.issuedAt, -shiftDays).from);
}
