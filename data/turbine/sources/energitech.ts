// EnergiTech's own list of its turbines: a few rows, read whole each time.
import type { Answer, Question, Source } from '../../dataset.ts';
import { sqlRows } from '../../sql-rows.ts';

export const energitech: Source = {
  id: 'energitech',
  secrets: ['ENERGITECH_DATABASE_URL'],
  *fetch(): Generator<Question, void, Answer> {
    yield {
      database: 'ENERGITECH_DATABASE_URL',
      sql: `SELECT turbine_id, model, power_mw, commissioning_date::text AS commissioning_date
FROM turbine ORDER BY turbine_id`,
      parameters: [],
      answer: 'lake',
    };
  },
  parse: (bytes) =>
    sqlRows(bytes, {
      columns: { turbine_id: 'text', model: 'text', power_mw: 'number', commissioning_date: 'text' },
      quality: 'definitive',
    }),
};
