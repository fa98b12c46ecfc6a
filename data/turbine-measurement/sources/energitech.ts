// EnergiTech's raw measurements of a window. Its clock is UTC and does not say so.
import type { Answer, Question, Source } from '../../dataset.ts';
import { sqlRows } from '../../sql-rows.ts';
import { formatInstant } from '../../time.ts';

export const energitech: Source = {
  id: 'energitech',
  secrets: ['ENERGITECH_DATABASE_URL'],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    yield {
      database: 'ENERGITECH_DATABASE_URL',
      // Turbine by turbine, so that each is a range of the index (turbine_id, ts_utc) and not a walk through all of it.
      sql: `SELECT m.turbine_id, m.ts_utc AT TIME ZONE 'UTC' AS at, m.wind_speed_mps AS wind_speed_m_per_s,
  m.temperature_k AS temperature_kelvin, m.vibration_mm_s AS vibration_mm_per_s, m.consumption_kwh
FROM turbine t
CROSS JOIN LATERAL (
  SELECT * FROM raw_measurements r
  WHERE r.turbine_id = t.turbine_id
    AND r.ts_utc >= $1::timestamptz AT TIME ZONE 'UTC' AND r.ts_utc < $2::timestamptz AT TIME ZONE 'UTC'
) m
ORDER BY m.turbine_id, m.ts_utc`,
      parameters: [formatInstant(from), formatInstant(to)],
      answer: 'lake',
    };
  },
  parse: (bytes) =>
    sqlRows(bytes, {
      columns: {
        turbine_id: 'text',
        at: 'instant',
        wind_speed_m_per_s: 'number',
        temperature_kelvin: 'number',
        vibration_mm_per_s: 'number',
        consumption_kwh: 'number',
      },
      quality: 'real time',
    }),
};
