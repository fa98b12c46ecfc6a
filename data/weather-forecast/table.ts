// The weather as it was forecast, issue by issue: one row per place, issue and hour.
import { pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';
import { RANGES } from '../weather/quantities.ts';

export const weatherForecast = pgTable(
  'weather_forecast',
  {
    place: text('place').notNull(),
    issued_at: instant('issued_at').notNull(),
    at: instant('at').notNull(),
    temperature_celsius: real('temperature_celsius'),
    humidity_pct: real('humidity_pct'),
    wind_speed_m_per_s: real('wind_speed_m_per_s'),
    wind_speed_100m_m_per_s: real('wind_speed_100m_m_per_s'),
    pressure_hpa: real('pressure_hpa'),
    cloud_cover_pct: real('cloud_cover_pct'),
    radiation_w_per_m2: real('radiation_w_per_m2'),
    ...provenance('air'),
  },
  (t) => [
    primaryKey({ columns: [t.place, t.issued_at, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['air']),
  ],
);
