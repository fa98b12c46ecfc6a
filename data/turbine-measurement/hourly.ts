// The hours of each sensor: what EnergiTech hands out of a month, 2 turbines x 4 sensors x 744 hours = 11,904 records. Text only.
import type { Computed } from '../dataset.ts';

export const HOURLY: Computed = {
  note: 'Mean of each hour and sensor, with how many minutes it is made of: a sensor that said nothing for a whole hour has a record without a mean. Hours in UTC.',
  // Each minute is turned into four readings first; a sensor then meets the readings of its own turbine and type, and no others.
  sql: `SELECT s.sensor_id, h.turbine_id, h.sensor_type, h.at, h.mean, h.unit, h.readings_count
FROM (
  SELECT m.turbine_id, r.sensor_type, date_trunc('hour', m.at, 'UTC') AS at, avg(r.reading) AS mean, r.unit,
    count(r.reading) AS readings_count
  FROM analytics.turbine_measurement m
  CROSS JOIN LATERAL (VALUES
    ('WIND_SPEED', m.wind_speed_m_per_s, 'm/s'),
    ('TEMPERATURE', m.temperature_kelvin, 'K'),
    ('VIBRATION', m.vibration_mm_per_s, 'mm/s'),
    ('ENERGY_CONSUMPTION', m.consumption_kwh, 'kWh')
  ) r (sensor_type, reading, unit)
  GROUP BY m.turbine_id, r.sensor_type, r.unit, date_trunc('hour', m.at, 'UTC')
) h
JOIN analytics.turbine_sensor s ON s.turbine_id = h.turbine_id AND s.sensor_type = h.sensor_type`,
};
