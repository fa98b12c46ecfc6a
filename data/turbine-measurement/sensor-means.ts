// The means of each sensor, by the hour and by the half hour: a month as people hand it on. Text only.
import type { Computed } from '../dataset.ts';

/** 2 turbines x 4 sensors x 744 hours: 5,952 records in a month of 31 days. */
export const HOURLY = meansBy('1 hour', 'hour');
/** Twice as many: 11,904, the "about 12,000 records" of EnergiTech's month. */
export const HALF_HOURLY = meansBy('30 minutes', 'half hour');

function meansBy(step: string, name: string): Computed {
  return {
    note: `Mean of each ${name} and sensor, with how many minutes it is made of: a sensor that said nothing has a record without a mean.`,
    // Each minute is turned into four readings first; a sensor then meets the readings of its own turbine and type, and no others.
    sql: `SELECT s.sensor_id, h.turbine_id, h.sensor_type, h.at, h.mean, h.unit, h.readings_count
FROM (
  SELECT m.turbine_id, r.sensor_type, date_bin('${step}', m.at, 'epoch') AS at, avg(r.reading) AS mean, r.unit,
    count(r.reading) AS readings_count
  FROM analytics.turbine_measurement m
  CROSS JOIN LATERAL (VALUES
    ('WIND_SPEED', m.wind_speed_m_per_s, 'm/s'),
    ('TEMPERATURE', m.temperature_kelvin, 'K'),
    ('VIBRATION', m.vibration_mm_per_s, 'mm/s'),
    ('ENERGY_CONSUMPTION', m.consumption_kwh, 'kWh')
  ) r (sensor_type, reading, unit)
  GROUP BY m.turbine_id, r.sensor_type, r.unit, date_bin('${step}', m.at, 'epoch')
) h
JOIN analytics.turbine_sensor s ON s.turbine_id = h.turbine_id AND s.sensor_type = h.sensor_type`,
  };
}
