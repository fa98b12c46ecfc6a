// The days of Paris: which are public holidays, bridges and school holidays. One row per local day; a year not yet published has no value.
import { boolean, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks } from '../columns.ts';

/** Public holidays are law, school holidays a minister's order: they become known apart. */
export const DAY_COLUMNS = ['date'] as const;
export const PUBLIC = ['is_public_holiday', 'public_holiday_name', 'is_bridge_day'] as const;
export const SCHOOL = [
  'is_school_holiday_a',
  'is_school_holiday_b',
  'is_school_holiday_c',
  'school_holiday_name',
] as const;

export const calendar = pgTable(
  'calendar',
  {
    at: instant('at').notNull(),
    date: text('date'),
    ...provenance('day'),
    is_public_holiday: boolean('is_public_holiday'),
    public_holiday_name: text('public_holiday_name'),
    is_bridge_day: boolean('is_bridge_day'),
    ...provenance('public'),
    is_school_holiday_a: boolean('is_school_holiday_a'),
    is_school_holiday_b: boolean('is_school_holiday_b'),
    is_school_holiday_c: boolean('is_school_holiday_c'),
    school_holiday_name: text('school_holiday_name'),
    ...provenance('school'),
  },
  (t) => [primaryKey({ columns: [t.at] }), ...provenanceChecks(t, ['day', 'public', 'school'])],
);
