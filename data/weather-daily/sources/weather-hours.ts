// Days from the hours of `weather`, weighted by people. A day of which an hour is missing anywhere in an area has no mean there.
import { OWN_DATABASE, type Source } from '../../dataset.ts';
import { formatInstant } from '../../time.ts';
import { WEIGHTS } from '../../weather/places.ts';
import { parseDays } from '../day.ts';

/** Every Paris day that begins in the window: 23, 24 or 25 hours. Each place first, then the areas. */
const SQL = `
WITH weight AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(area text, place text, people float8)
), day AS (
  SELECT local, local AT TIME ZONE 'Europe/Paris' AS at, (local + interval '1 day') AT TIME ZONE 'Europe/Paris' AS until
  FROM generate_series(
    date_trunc('day', $2::timestamptz AT TIME ZONE 'Europe/Paris'), $3::timestamptz AT TIME ZONE 'Europe/Paris',
    interval '1 day'
  ) AS local
  WHERE local AT TIME ZONE 'Europe/Paris' >= $2::timestamptz AND local AT TIME ZONE 'Europe/Paris' < $3::timestamptz
), place_day AS (
  SELECT w.place, d.local, d.at,
    extract(epoch FROM d.until - d.at) / 3600 AS hours,
    count(w.temperature_celsius) AS temperatures, count(w.wind_speed_m_per_s) AS winds,
    avg(w.temperature_celsius::float8) AS mean, min(w.temperature_celsius)::float8 AS least,
    max(w.temperature_celsius)::float8 AS most, avg(w.wind_speed_m_per_s::float8) AS wind,
    min(w.air_quality) AS quality
  FROM day d JOIN weather w ON w.at >= d.at AND w.at < d.until
  GROUP BY w.place, d.local, d.at, d.until
), area_day AS (
  SELECT w.area, p.local, p.at,
    bool_and(p.temperatures = p.hours) AS warm, bool_and(p.winds = p.hours) AS windy,
    sum(w.people * p.mean) / sum(w.people) AS mean, sum(w.people * p.least) / sum(w.people) AS least,
    sum(w.people * p.most) / sum(w.people) AS most, sum(w.people * p.wind) / sum(w.people) AS wind,
    count(*) AS places, min(p.quality) AS quality
  FROM weight w JOIN place_day p USING (place)
  GROUP BY w.area, p.local, p.at
)
SELECT area, at, to_char(local, 'YYYY-MM-DD') AS date, quality,
  CASE WHEN warm THEN round(mean::numeric, 2) END AS temperature_mean_celsius,
  CASE WHEN warm THEN round(least::numeric, 2) END AS temperature_min_celsius,
  CASE WHEN warm THEN round(most::numeric, 2) END AS temperature_max_celsius,
  CASE WHEN windy THEN round(wind::numeric, 2) END AS wind_speed_mean_m_per_s
FROM area_day
WHERE (warm OR windy) AND places = (SELECT count(*) FROM weight w WHERE w.area = area_day.area)
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
