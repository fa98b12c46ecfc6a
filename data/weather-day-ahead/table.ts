// The weather of tomorrow as it was forecast in the morning before: one row per area and Paris day.
import { pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const COLUMNS = [
  'temperature_mean_celsius',
  'temperature_min_celsius',
  'temperature_max_celsius',
  'wind_speed_mean_m_per_s',
  'radiation_mean_w_per_m2',
  'cloud_cover_mean_pct',
] as const;

const CELSIUS = [-60, 60] as const;
export const RANGES = {
  temperature_mean_celsius: CELSIUS,
  temperature_min_celsius: CELSIUS,
  temperature_max_celsius: CELSIUS,
  wind_speed_mean_m_per_s: [0, 120],
  radiation_mean_w_per_m2: [0, 1_400],
  cloud_cover_mean_pct: [0, 100],
} as const;

export const weatherDayAhead = pgTable(
  'weather_day_ahead',
  {
    area: text('area').notNull(),
    at: instant('at').notNull(),
    temperature_mean_celsius: real('temperature_mean_celsius'),
    temperature_min_celsius: real('temperature_min_celsius'),
    temperature_max_celsius: real('temperature_max_celsius'),
    wind_speed_mean_m_per_s: real('wind_speed_mean_m_per_s'),
    radiation_mean_w_per_m2: real('radiation_mean_w_per_m2'),
    cloud_cover_mean_pct: real('cloud_cover_mean_pct'),
    ...provenance('day'),
  },
  (t) => [primaryKey({ columns: [t.area, t.at] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['day'])],
);
