// The public holidays of metropolitan France, computed for any year. Not the two of Alsace-Moselle, and no school holidays: ministers set those.
import { DAY, type Instant, parisClock, parisDay } from '../../data/time.ts';

/** Month and day of those that stay where they are. */
const FIXED: readonly (readonly [month: number, day: number])[] = [
  [1, 1],
  [5, 1],
  [5, 8],
  [7, 14],
  [8, 15],
  [11, 1],
  [11, 11],
  [12, 25],
];
/** Days after Easter Sunday: its Monday, Ascension, Whit Monday. */
const AFTER_EASTER = [1, 39, 50];

/** Easter Sunday in the Gregorian calendar, as midnight UTC (the anonymous algorithm, Meeus 1991). */
export function easterSunday(year: number): Instant {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, day);
}

/** Whether the local day around this instant, moved by whole days, is a public holiday. */
export function isHoliday(at: Instant, shiftDays = 0): boolean {
  const { year, month, day } = parisClock(parisDay(at, shiftDays).from);
  if (FIXED.some(([m, d]) => m === month && d === day)) return true;
  const afterEaster = Math.round((Date.UTC(year, month - 1, day) - easterSunday(year)) / DAY);
  return AFTER_EASTER.includes(afterEaster);
}

/** A working day between a holiday and the weekend: many take it off. */
export function isBridge(at: Instant): boolean {
  const { weekday } = parisClock(at);
  if (isHoliday(at)) return false;
  return (weekday === 0 && isHoliday(at, 1)) || (weekday === 4 && isHoliday(at, -1));
}
