// Days of school holidays, by zone, to rows: what the sources have in common.
import type { Row } from '../dataset.ts';
import { keyOf } from './day.ts';

export const ZONES = ['a', 'b', 'c'] as const;
export type Zone = (typeof ZONES)[number];

/** As we write them; sources differ in their capitals. */
const NAMES = [
  'Vacances de la Toussaint',
  'Vacances de Noël',
  "Vacances d'hiver",
  'Vacances de printemps',
  "Vacances d'été",
  "Pont de l'Ascension",
] as const;
export type HolidayName = (typeof NAMES)[number];

const byText = new Map(NAMES.map((name) => [name.toLowerCase(), name]));

/** Undefined for a holiday nobody taught us. */
export const holidayNamed = (text: string): HolidayName | undefined =>
  byText.get(text.trim().replaceAll('’', "'").toLowerCase());

export const schoolDay = (date: string, on: Readonly<Record<Zone, boolean>>, name: string | null): Row => ({
  ...keyOf(date),
  is_school_holiday_a: on.a,
  is_school_holiday_b: on.b,
  is_school_holiday_c: on.c,
  school_holiday_name: name,
  quality: 'definitive',
});
