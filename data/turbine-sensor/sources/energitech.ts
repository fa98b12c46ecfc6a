// EnergiTech's own inventory of sensors: a few rows, read whole each time.
import type { Answer, Question, Source } from '../../dataset.ts';
import { sqlRows } from '../../sql-rows.ts';

export const energitech: Source = {
  id: 'energitech',
  secrets: ['ENERGITECH_DATABASE_URL'],
  *fetch(): Generator<Question, void, Answer> {
    yield {
      database: 'ENERGITECH_DATABASE_URL',
      sql: `SELECT sensor_id, turbine_id, sensor_type, installation_dt::text AS installation_date,
  location_desc AS location
FROM sensor_inventory ORDER BY sensor_id`,
      parameters: [],
      answer: 'lake',
    };
  },
  parse: (bytes) =>
    sqlRows(bytes, {
      columns: {
        sensor_id: 'text',
        turbine_id: 'text',
        sensor_type: 'text',
        installation_date: 'text',
        location: 'text',
      },
      quality: 'definitive',
    }),
};
