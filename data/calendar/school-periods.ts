// From the ministry's periods to days: three zones, school years that are published, summers that end in September. What is not published has no day.
import type { Row } from '../dataset.ts';
import { dateAfter, datesFrom, schoolYearOf } from './day.ts';
import { type HolidayName, schoolDay, ZONES, type Zone } from './school-days.ts';

/** Of one academy. */
export interface Period {
  readonly name: HolidayName;
  readonly zone: Zone;
  readonly academy: string;
  readonly first: string;
  /** Included. */
  readonly last: string;
  /** The end of the last summer is published a year after its beginning. */
  readonly isOpen: boolean;
}

/** The periods speak of days of Paris, wherever the instants were written: `end` is the midnight before the morning of return, or that of `start` for a single day. */
export const lastDayBefore = (firstDate: string, returnDate: string): string =>
  returnDate > firstDate ? dateAfter(returnDate, -1) : firstDate;

export function schoolDays(periods: readonly Period[]): Row[] {
  const years = [...new Set(periods.map(({ first }) => schoolYearOf(first)))].sort();
  return years.filter((year) => isPublished(periods, year)).flatMap((year) => daysOf(periods, year));
}

/** Each zone has its autumn and its Christmas; and the summer before is there, for it may last into September. */
function isPublished(periods: readonly Period[], year: number): boolean {
  const has = (zone: Zone, name: HolidayName, schoolYear: number): boolean =>
    periods.some((one) => one.zone === zone && one.name === name && schoolYearOf(one.first) === schoolYear);
  return ZONES.every(
    (zone) =>
      has(zone, "Vacances d'été", year - 1) &&
      has(zone, "Vacances d'été", year) &&
      has(zone, 'Vacances de la Toussaint', year) &&
      has(zone, 'Vacances de Noël', year),
  );
}

function daysOf(periods: readonly Period[], year: number): Row[] {
  const from = `${year}-09-01`;
  const until = `${year + 1}-08-31`;
  const near = periods.filter(({ first, last }) => last >= from && first <= until);
  const opened = near.filter(({ isOpen }) => isOpen).map(({ first }) => first);
  const last = [until, ...opened].sort()[0] ?? until;
  return datesFrom(from, last).map((date) => {
    const on = near.filter((one) => one.first <= date && date <= one.last);
    const isOn = (zone: Zone): boolean => 2 * academies(on, zone) > academies(near, zone);
    const zones = { a: isOn('a'), b: isOn('b'), c: isOn('c') };
    const named = on.find(({ zone }) => zones[zone]);
    return schoolDay(date, zones, named?.name ?? null);
  });
}

/** Academies of a zone agree, but for a rare local day: the majority speaks for it. */
const academies = (periods: readonly Period[], zone: Zone): number =>
  new Set(periods.flatMap((one) => (one.zone === zone ? [one.academy] : []))).size;
