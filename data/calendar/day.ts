// Days as they are written, YYYY-MM-DD: which one follows, and to which week and school year it belongs. Never a local time without its zone.
import { DAY, type Instant, midnightOf } from '../time.ts';

export const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** 0 = Monday … 6 = Sunday */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Every day from the first to the last, both included. */
export function datesFrom(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let date = first; date <= last; date = dateAfter(date, 1)) dates.push(date);
  return dates;
}

/** The key, and the day as people write it. */
export function keyOf(date: string): { at: Instant; date: string } {
  const at = midnightOf(date);
  if (at === null) throw new Error(`${date} is no day, want YYYY-MM-DD`);
  return { at, date };
}

/** A school year is named after the year it begins in. September belongs to it, whenever classes begin. */
export const schoolYearOf = (date: string): number => Number(date.slice(0, 4)) - (date.slice(5, 7) < '09' ? 1 : 0);
