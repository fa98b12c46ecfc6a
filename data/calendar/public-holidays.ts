// From the dates of public holidays to the days of every year that is published whole. A year that is not there says nothing: no row, never "no holiday".
import { type Row, ShapeError } from '../dataset.ts';
import { dateAfter, datesFrom, keyOf, weekdayOf } from './day.ts';

/** Eleven a year; ten where Ascension falls on the first of May. Alsace and Moselle have two more: not our territory. */
const [FEWEST, MOST] = [10, 11] as const;

/** `names` is by date. */
export function publicDays(names: ReadonlyMap<string, string>): Row[] {
  const years = [...new Set([...names.keys()].map((date) => date.slice(0, 4)))].sort();
  return years.filter((year) => isPublished(names, year)).flatMap((year) => daysOf(names, year));
}

/** The first and the last holiday are there. Its neighbours may lend no more than a New Year's Day. */
const isPublished = (names: ReadonlyMap<string, string>, year: string): boolean =>
  names.has(`${year}-01-01`) && names.has(`${year}-12-25`);

function daysOf(names: ReadonlyMap<string, string>, year: string): Row[] {
  const count = [...names.keys()].filter((date) => date.startsWith(year)).length;
  if (count < FEWEST || count > MOST)
    throw new ShapeError(
      `${year}: got ${count} public holidays, want ${FEWEST} or ${MOST}: truncated, or not of France`,
    );
  return datesFrom(`${year}-01-01`, `${year}-12-31`).map((date) => ({
    ...keyOf(date),
    is_public_holiday: names.has(date),
    public_holiday_name: names.get(date) ?? null,
    is_bridge_day: isBridge(names, date),
    quality: 'definitive',
  }));
}

/** A working day with a public holiday on one side and the weekend on the other. Null where the holiday would be in a year we do not have. */
function isBridge(names: ReadonlyMap<string, string>, date: string): boolean | null {
  const weekday = weekdayOf(date);
  if (names.has(date) || (weekday !== 0 && weekday !== 4)) return false;
  const neighbour = dateAfter(date, weekday === 0 ? 1 : -1);
  const isKnown = names.has(neighbour) || neighbour.slice(0, 4) === date.slice(0, 4);
  return isKnown ? names.has(neighbour) : null;
}
