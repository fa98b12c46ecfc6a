// The hours as our own tables give them: one SELECT. Never a network but our own database.
import { QUALITIES } from '../../columns.ts';
import { type Answer, OWN_DATABASE, type Parsed, type Question, type Source } from '../../dataset.ts';
import { type SqlShape, sqlRows } from '../../sql-rows.ts';
import { floorTo, formatInstant, HOUR } from '../../time.ts';
import { WEIGHTS } from '../../weather/places.ts';
import { HOURS_SQL } from '../hours-sql.ts';

const SHAPE = {
  columns: {
    area: 'text',
    at: 'instant',
    local_date: 'text',
    local_time: 'text',
    hour_index: 'number',
    day_of_week_index: 'number',
    month_index: 'number',
    day_of_month_index: 'number',
    is_weekend: 'boolean',
    load_mw: 'number',
    load_values_count: 'number',
    price_eur_per_mwh: 'number',
    price_values_count: 'number',
    temperature_celsius: 'number',
    humidity_pct: 'number',
    wind_speed_m_per_s: 'number',
    wind_speed_100m_m_per_s: 'number',
    pressure_hpa: 'number',
    cloud_cover_pct: 'number',
    radiation_w_per_m2: 'number',
    is_public_holiday: 'boolean',
    public_holiday_name: 'text',
    is_bridge_day: 'boolean',
    is_school_holiday_a: 'boolean',
    is_school_holiday_b: 'boolean',
    is_school_holiday_c: 'boolean',
    school_holiday_name: 'text',
    is_strike_day: 'boolean',
    strike_movements_count: 'number',
    strike_highest_rate_pct: 'number',
    load_quality: 'text',
  },
  quality: 'real time',
} as const satisfies SqlShape;

export const ownTables: Source = {
  id: 'own-tables',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    // Whole hours: one that began before the window may have ended in it.
    const hours = [formatInstant(floorTo(HOUR, from)), formatInstant(floorTo(HOUR, to + HOUR - 1))];
    const parameters = [...hours, JSON.stringify(WEIGHTS)];
    yield { database: OWN_DATABASE, sql: HOURS_SQL, parameters, answer: 'lake' };
  },
  async *parse(bytes): AsyncGenerator<Parsed> {
    let line = 0;
    for await (const one of sqlRows(bytes, SHAPE)) {
      if (!('quality' in one)) {
        yield one;
        continue;
      }
      line++;
      const { load_quality, ...row } = one;
      // An hour is as good as its load.
      const quality = QUALITIES.find((known) => known === load_quality);
      if (quality) yield { ...row, quality };
      else {
        const reason = `load_quality: got ${load_quality}, want one of ${QUALITIES.join(', ')}`;
        yield { reject: { where: `row ${line}`, reason, fragment: JSON.stringify(one).slice(0, 300) } };
      }
    }
  },
};
