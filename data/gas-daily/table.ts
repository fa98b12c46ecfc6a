// Gas taken by the towns' networks in whole days: one row per area and Paris day, with the shape of the day. Energy in MWh of gross calorific value (PCS) at 0 °C.
import { doublePrecision, integer, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const SHAPE = [
  'night_share',
  'morning_share',
  'afternoon_share',
  'evening_share',
  'load_factor_share',
  'steepest_rise_share',
  'peak_at_hours',
] as const;
export const COLUMNS = ['date', 'consumption_mwh', ...SHAPE] as const;

const SHARE = [0, 1] as const;
export const RANGES = {
  consumption_mwh: [0, 20_000_000],
  night_share: SHARE,
  morning_share: SHARE,
  afternoon_share: SHARE,
  evening_share: SHARE,
  load_factor_share: SHARE,
  steepest_rise_share: SHARE,
  peak_at_hours: [0, 23],
} as const;

export const gasDaily = pgTable(
  'gas_daily',
  {
    area: text('area').notNull(),
    at: instant('at').notNull(),
    date: text('date'),
    consumption_mwh: doublePrecision('consumption_mwh'),
    night_share: real('night_share'),
    morning_share: real('morning_share'),
    afternoon_share: real('afternoon_share'),
    evening_share: real('evening_share'),
    load_factor_share: real('load_factor_share'),
    steepest_rise_share: real('steepest_rise_share'),
    peak_at_hours: integer('peak_at_hours'),
    ...provenance('day'),
  },
  (t) => [primaryKey({ columns: [t.area, t.at] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['day'])],
);
