// The holidays of our world: public ones by the true rules, school holidays by rules a minister could have set. Pure.
import { dateAfter, datesFrom, weekdayOf } from '../../data/calendar/day.ts';
import type { HolidayName, Zone } from '../../data/calendar/school-days.ts';
import { DAY, type Instant, parisDate } from '../../data/time.ts';
import { easterSunday } from '../../models/features/french-holidays.ts';

const FIXED: readonly (readonly [monthAndDay: string, name: string])[] = [
  ['01-01', '1er janvier'],
  ['05-01', '1er mai'],
  ['05-08', '8 mai'],
  ['07-14', '14 juillet'],
  ['08-15', 'Assomption'],
  ['11-01', 'Toussaint'],
  ['11-11', '11 novembre'],
  ['12-25', 'Jour de Noël'],
];
const AFTER_EASTER: readonly (readonly [days: number, name: string])[] = [
  [1, 'Lundi de Pâques'],
  [39, 'Ascension'],
  [50, 'Lundi de Pentecôte'],
];

/** Dates and names, in order. The API shows twenty years back and five ahead. */
export function publicHolidays(year: number): readonly (readonly [date: string, name: string])[] {
  const moving = AFTER_EASTER.map(
    ([days, name]) => [new Date(easterSunday(year) + days * DAY).toISOString().slice(0, 10), name] as const,
  );
  const byDate = new Map([...FIXED.map(([day, name]) => [`${year}-${day}`, name] as const), ...moving]);
  return [...byDate].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As the ministry writes it: the morning of return ends a period. */
export interface SchoolPeriod {
  readonly name: HolidayName;
  readonly zone: Zone;
  readonly start: string;
  readonly end: string;
}

const ORDER: readonly (readonly [Zone, Zone, Zone])[] = [
  ['c', 'a', 'b'],
  ['b', 'c', 'a'],
  ['a', 'b', 'c'],
];

/** `year` is the one in which it begins. */
export function schoolPeriods(year: number): readonly SchoolPeriod[] {
  const turns = ORDER[year % 3]!;
  const winter = saturdayFrom(`${year + 1}-02-06`);
  const ascension = new Date(easterSunday(year + 1) + 39 * DAY).toISOString().slice(0, 10);
  const period = (name: HolidayName, zone: Zone, start: string, days = 16): SchoolPeriod => ({
    name,
    zone,
    start,
    end: dateAfter(start, days),
  });
  return turns.flatMap((zone, turn) => [
    period('Vacances de la Toussaint', zone, saturdayFrom(`${year}-10-17`)),
    period('Vacances de Noël', zone, saturdayFrom(`${year}-12-17`)),
    period("Vacances d'hiver", zone, dateAfter(winter, 7 * turn)),
    period('Vacances de printemps', zone, dateAfter(winter, 7 * turn + 56)),
    period("Pont de l'Ascension", zone, ascension, 4),
    { name: "Vacances d'été", zone, start: saturdayFrom(`${year + 1}-07-03`), end: returnOf(year + 1) },
  ]);
}

const saturdayFrom = (date: string): string => dateAfter(date, (12 - weekdayOf(date)) % 7);

/** The first working day of September. */
function returnOf(year: number): string {
  const first = `${year}-09-01`;
  return weekdayOf(first) < 5 ? first : dateAfter(first, 7 - weekdayOf(first));
}

export const FIRST_SCHOOL_YEAR = 2009;

/** The last school year whose order has appeared: on the first of February before it begins. */
export function lastSchoolYear(now: Instant): number {
  const today = parisDate(now);
  return Number(today.slice(0, 4)) - (today.slice(5) < '02-01' ? 1 : 0);
}

/** Every day of it that is a holiday somewhere. */
export function schoolDaysOff(
  year: number,
): ReadonlyMap<string, { readonly name: HolidayName; readonly zones: ReadonlySet<Zone> }> {
  const days = new Map<string, { name: HolidayName; zones: Set<Zone> }>();
  for (const { name, zone, start, end } of schoolPeriods(year))
    for (const date of datesFrom(start, dateAfter(end, -1))) {
      const day = days.get(date) ?? { name, zones: new Set() };
      day.zones.add(zone);
      days.set(date, day);
    }
  return days;
}
