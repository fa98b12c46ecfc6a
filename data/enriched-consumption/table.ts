// One hour of the load beside everything that may explain it: one row per area and UTC hour, with the clock of Paris for people.
import { boolean, doublePrecision, pgTable, primaryKey, real, smallint, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';
import { RANGES as WEATHER_RANGES } from '../weather/quantities.ts';

/** Parts become known together: prices the day before, the load after the fact, the calendar long before. */
export const LOAD = ['load_mw', 'load_values_count'] as const;
export const CLOCK = [
  'local_date',
  'local_time',
  'hour_index',
  'day_of_week_index',
  'month_index',
  'day_of_month_index',
  'is_weekend',
] as const;
export const PRICE = ['price_eur_per_mwh', 'price_values_count'] as const;
export const WEATHER = [
  'temperature_celsius',
  'humidity_pct',
  'wind_speed_m_per_s',
  'wind_speed_100m_m_per_s',
  'pressure_hpa',
  'cloud_cover_pct',
  'radiation_w_per_m2',
] as const;
export const CALENDAR = [
  'is_public_holiday',
  'public_holiday_name',
  'is_bridge_day',
  'is_school_holiday_a',
  'is_school_holiday_b',
  'is_school_holiday_c',
  'school_holiday_name',
] as const;
export const STRIKES = ['is_strike_day', 'strike_movements_count', 'strike_highest_rate_pct'] as const;

export const RANGES = {
  load_mw: [0, 130_000],
  load_values_count: [2, 4],
  hour_index: [0, 23],
  day_of_week_index: [0, 6],
  month_index: [1, 12],
  day_of_month_index: [1, 31],
  // Harmonised limits of the European day-ahead auction have risen to 5,000 and may rise again; they never fell below -500 until 2025.
  price_eur_per_mwh: [-10_000, 20_000],
  price_values_count: [1, 4],
  strike_movements_count: [0, 1_000],
  strike_highest_rate_pct: [0, 100],
  ...WEATHER_RANGES,
} as const;

export const enrichedConsumption = pgTable(
  'enriched_consumption',
  {
    area: text('area').notNull(),
    at: instant('at').notNull(),
    local_date: text('local_date'),
    local_time: text('local_time'),
    hour_index: smallint('hour_index'),
    day_of_week_index: smallint('day_of_week_index'),
    month_index: smallint('month_index'),
    day_of_month_index: smallint('day_of_month_index'),
    is_weekend: boolean('is_weekend'),
    ...provenance('clock'),
    load_mw: doublePrecision('load_mw'),
    load_values_count: smallint('load_values_count'),
    ...provenance('load'),
    price_eur_per_mwh: doublePrecision('price_eur_per_mwh'),
    price_values_count: smallint('price_values_count'),
    ...provenance('price'),
    temperature_celsius: real('temperature_celsius'),
    humidity_pct: real('humidity_pct'),
    wind_speed_m_per_s: real('wind_speed_m_per_s'),
    wind_speed_100m_m_per_s: real('wind_speed_100m_m_per_s'),
    pressure_hpa: real('pressure_hpa'),
    cloud_cover_pct: real('cloud_cover_pct'),
    radiation_w_per_m2: real('radiation_w_per_m2'),
    ...provenance('weather'),
    is_public_holiday: boolean('is_public_holiday'),
    public_holiday_name: text('public_holiday_name'),
    is_bridge_day: boolean('is_bridge_day'),
    is_school_holiday_a: boolean('is_school_holiday_a'),
    is_school_holiday_b: boolean('is_school_holiday_b'),
    is_school_holiday_c: boolean('is_school_holiday_c'),
    school_holiday_name: text('school_holiday_name'),
    ...provenance('calendar'),
    is_strike_day: boolean('is_strike_day'),
    strike_movements_count: smallint('strike_movements_count'),
    strike_highest_rate_pct: real('strike_highest_rate_pct'),
    ...provenance('strikes'),
  },
  (t) => [
    primaryKey({ columns: [t.area, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['clock', 'load', 'price', 'weather', 'calendar', 'strikes']),
  ],
);
