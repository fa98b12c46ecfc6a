// Days from the hours of `weather-forecast`, weighted by people: of each day the newest issue that was there at 09:30 in Paris on the day before and speaks of all its hours.
import { OWN_DATABASE, type Source } from '../../dataset.ts';
import { sqlRows } from '../../sql-rows.ts';
import { formatInstant } from '../../time.ts';
import { WEIGHTS } from '../../weather/places.ts';
import { meanByPeople, weightsIn } from '../../weather/weights-sql.ts';

/** A mean of an area that lacks an hour of a place is another quantity: it is null, and without temperatures there is no row. */
const mean = (name: string, whole: string, digits: number): string =>
  `CASE WHEN ${whole} THEN round((${meanByPeople(`p.${name}`)})::numeric, ${digits}) END AS ${name}`;

/** First each place, then the areas, then the newest issue of each. Parameters are text to every driver. */
const SQL = `
WITH asked AS (
  SELECT $2::text::timestamptz AS since, $3::text::timestamptz AS until
), weight AS (
  SELECT * FROM ${weightsIn('$1')}
), day AS (
  SELECT local AT TIME ZONE 'Europe/Paris' AS at, (local + interval '1 day') AT TIME ZONE 'Europe/Paris' AS ends,
    (local - interval '14 hours 30 minutes') AT TIME ZONE 'Europe/Paris' AS asked_at
  FROM asked, generate_series(date_trunc('day', since AT TIME ZONE 'Europe/Paris'), until AT TIME ZONE 'Europe/Paris', interval '1 day') AS local
  WHERE local AT TIME ZONE 'Europe/Paris' >= since AND local AT TIME ZONE 'Europe/Paris' < until
), place_day AS (
  SELECT f.place, f.issued_at, d.at, extract(epoch FROM d.ends - d.at) / 3600 AS hours,
    count(f.temperature_celsius) AS temperatures, count(f.wind_speed_m_per_s) AS winds,
    count(f.radiation_w_per_m2) AS radiations, count(f.cloud_cover_pct) AS clouds,
    avg(f.temperature_celsius::float8) AS warm, min(f.temperature_celsius)::float8 AS coldest,
    max(f.temperature_celsius)::float8 AS warmest, avg(f.wind_speed_m_per_s::float8) AS wind,
    avg(f.radiation_w_per_m2::float8) AS radiation, avg(f.cloud_cover_pct::float8) AS cloud
  FROM day d JOIN weather_forecast f ON f.at >= d.at AND f.at < d.ends AND f.air_known_at <= d.asked_at
  WHERE f.place = ANY (ARRAY(SELECT place FROM weight))
    AND f.issued_at >= (SELECT since FROM asked) - interval '5 days' AND f.issued_at < (SELECT until FROM asked)
  GROUP BY f.place, f.issued_at, d.at, d.ends
), area_day AS (
  SELECT w.area, p.issued_at, p.at,
    ${mean('warm', 'true', 2)}, ${mean('coldest', 'true', 2)}, ${mean('warmest', 'true', 2)},
    ${mean('wind', 'bool_and(p.winds = p.hours)', 2)}, ${mean('radiation', 'bool_and(p.radiations = p.hours)', 1)},
    ${mean('cloud', 'bool_and(p.clouds = p.hours)', 1)}
  FROM weight w JOIN place_day p USING (place)
  GROUP BY w.area, p.issued_at, p.at
  HAVING bool_and(p.temperatures = p.hours) AND count(*) = (SELECT count(*) FROM weight w2 WHERE w2.area = w.area)
)
SELECT DISTINCT ON (area, at) area, at, warm AS temperature_mean_celsius, coldest AS temperature_min_celsius,
  warmest AS temperature_max_celsius, wind AS wind_speed_mean_m_per_s, radiation AS radiation_mean_w_per_m2,
  cloud AS cloud_cover_mean_pct
FROM area_day ORDER BY area, at, issued_at DESC`;

export const forecastRuns: Source = {
  id: 'forecast-runs',
  secrets: [],
  *fetch({ from, to }) {
    yield {
      database: OWN_DATABASE,
      sql: SQL,
      parameters: [JSON.stringify(WEIGHTS), formatInstant(from), formatInstant(to)],
      answer: 'lake',
    };
  },
  parse: (bytes) =>
    sqlRows(bytes, {
      columns: {
        area: 'text',
        at: 'instant',
        temperature_mean_celsius: 'number',
        temperature_min_celsius: 'number',
        temperature_max_celsius: 'number',
        wind_speed_mean_m_per_s: 'number',
        radiation_mean_w_per_m2: 'number',
        cloud_cover_mean_pct: 'number',
      },
      // What a run said it never says otherwise; a newer run that came late replaces it all the same.
      quality: 'definitive',
    }),
};
