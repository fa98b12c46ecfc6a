// What the sensors of EnergiTech's turbines say: one row per turbine and minute.
import { pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const SENSORS = ['wind_speed_m_per_s', 'temperature_kelvin', 'vibration_mm_per_s', 'consumption_kwh'] as const;

// Impossible outside, not unlikely: the strongest gust ever measured was 113 m/s, and nothing on a turbine that stands is hotter than 500 K.
export const RANGES = {
  wind_speed_m_per_s: [0, 120],
  temperature_kelvin: [180, 500],
  vibration_mm_per_s: [0, 2_000],
  consumption_kwh: [0, 100_000],
} as const;

export const turbineMeasurement = pgTable(
  'turbine_measurement',
  {
    turbine_id: text('turbine_id').notNull(),
    at: instant('at').notNull(),
    wind_speed_m_per_s: real('wind_speed_m_per_s'),
    temperature_kelvin: real('temperature_kelvin'),
    vibration_mm_per_s: real('vibration_mm_per_s'),
    consumption_kwh: real('consumption_kwh'),
    ...provenance('sensors'),
  },
  (t) => [
    primaryKey({ columns: [t.turbine_id, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['sensors']),
  ],
);
