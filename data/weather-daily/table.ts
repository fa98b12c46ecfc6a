// The weather of whole days, of France and of its regions: one row per area and Paris day.
import { pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const MEANS = [
  'temperature_mean_celsius',
  'temperature_min_celsius',
  'temperature_max_celsius',
  'wind_speed_mean_m_per_s',
] as const;
export const COLUMNS = ['date', ...MEANS] as const;

const CELSIUS = [-60, 60] as const;
export const RANGES = {
  temperature_mean_celsius: CELSIUS,
  temperature_min_celsius: CELSIUS,
  temperature_max_celsius: CELSIUS,
  wind_speed_mean_m_per_s: [0, 120],
} as const;

export const weatherDaily = pgTable(
  'weather_daily',
  {
    area: text('area').notNull(),
    at: instant('at').notNull(),
    date: text('date'),
    temperature_mean_celsius: real('temperature_mean_celsius'),
    temperature_min_celsius: real('temperature_min_celsius'),
    temperature_max_celsius: real('temperature_max_celsius'),
    wind_speed_mean_m_per_s: real('wind_speed_mean_m_per_s'),
    ...provenance('day'),
  },
  (t) => [primaryKey({ columns: [t.area, t.at] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['day'])],
);
