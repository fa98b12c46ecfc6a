// Days from the hours of `weather`, weighted by people. A day of which an hour is missing anywhere in an area has no mean there.
import { OWN_DATABASE, type Source } from '../../dataset.ts';
import { formatInstant } from '../../time.ts';
import { WEIGHTS } from '../../weather/places.ts';
import { meanByPeople, weightsIn } from '../../weather/weights-sql.ts';
import { parseDays } from '../day.ts';

/** Every Paris day that begins in the window: 23, 24 or 25 hours. First each place, then the areas. Parameters are text to every driver. */
const SQL = `
WITH asked AS (
  SELECT $2::text::timestamptz AS since, $3::text::timestamptz AS until
), weight AS (
  SELECT * FROM ${weightsIn('$1')}
), hour AS (
  SELECT h.*, date_trunc('day', h.at AT TIME ZONE 'Europe/Paris') AS local
  FROM asked, weather h
  WHERE h.place = ANY (ARRAY(SELECT place FROM weight)) AND h.at >= asked.since AND h.at < asked.until + interval '1 day'
), place_day AS (
  SELECT place, local, local AT TIME ZONE 'Europe/Paris' AS at,
    extract(epoch FROM (local + interval '1 day') AT TIME ZONE 'Europe/Paris' - local AT TIME ZONE 'Europe/Paris')
      / 3600 AS hours,
    count(temperature_celsius) AS temperatures, count(wind_speed_m_per_s) AS winds,
    avg(temperature_celsius::float8) AS mean, min(temperature_celsius)::float8 AS least,
    max(temperature_celsius)::float8 AS most, avg(wind_speed_m_per_s::float8) AS wind,
    min(air_quality) AS quality
  FROM hour GROUP BY place, local
), area_day AS (
  SELECT w.area, p.local, p.at,
    bool_and(p.temperatures = p.hours) AS warm, bool_and(p.winds = p.hours) AS windy,
    ${meanByPeople('p.mean')} AS mean, ${meanByPeople('p.least')} AS least,
    ${meanByPeople('p.most')} AS most, ${meanByPeople('p.wind')} AS wind,
    count(*) AS places, min(p.quality) AS quality
  FROM weight w JOIN place_day p USING (place)
  GROUP BY w.area, p.local, p.at
)
SELECT area, at, to_char(local, 'YYYY-MM-DD') AS date, quality,
  CASE WHEN warm THEN round(mean::numeric, 2) END AS temperature_mean_celsius,
  CASE WHEN warm THEN round(least::numeric, 2) END AS temperature_min_celsius,
  CASE WHEN warm THEN round(most::numeric, 2) END AS temperature_max_celsius,
  CASE WHEN windy THEN round(wind::numeric, 2) END AS wind_speed_mean_m_per_s
FROM area_day, asked
WHERE at >= since AND at < until AND (warm OR windy)
  AND places = (SELECT count(*) FROM weight w WHERE w.area = area_day.area)
ORDER BY area, at`;

export const weatherHours: Source = {
  id: 'weather-hours',
  secrets: [],
  *fetch({ from, to }) {
    yield {
      database: OWN_DATABASE,
      sql: SQL,
      parameters: [JSON.stringify(WEIGHTS), formatInstant(from), formatInstant(to)],
      answer: 'lake',
    };
  },
  parse: parseDays,
};
