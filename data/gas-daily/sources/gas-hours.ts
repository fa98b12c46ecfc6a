// Whole days from the hours of `gas`, added up over operators and sectors. A day of which an hour is missing anywhere in an area is no day.
import { OWN_DATABASE, type Source } from '../../dataset.ts';
import { formatInstant } from '../../time.ts';
import { parseDays } from '../day.ts';
import { SERVED } from '../served.ts';

/** Shares of nothing are unknown. */
const share = (part: string, whole: string): string => `round((${part} / nullif(${whole}, 0))::numeric, 6)`;
const shareOf = (from: number, to: number): string =>
  share(`sum(mwh) FILTER (WHERE clock >= ${from} AND clock < ${to})`, 'sum(mwh)');

/**
 * Every Paris day that begins in the window. An hour of a region counts when everybody who serves it has told it, an
 * hour of France when all of its regions have; a day, when it has its 23, 24 or 25 hours. Parameters are text to every driver.
 */
const SQL = `
WITH asked AS (
  SELECT $2::text::timestamptz AS since, $3::text::timestamptz AS until
), served AS (
  SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS one (region text, operator text, sector text)
), owed AS (
  SELECT region, count(*) AS operators FROM served GROUP BY region
), region_hour AS (
  SELECT g.region AS area, g.at, sum(g.consumption_mwh) AS mwh, min(g.metered_quality) AS quality
  FROM asked, gas g JOIN owed USING (region) LEFT JOIN served s USING (region, operator, sector)
  WHERE g.at >= asked.since AND g.at < asked.until + interval '1 day' AND g.consumption_mwh IS NOT NULL
  GROUP BY g.region, g.at, owed.operators HAVING count(s.region) = owed.operators
), area_hour AS (
  SELECT * FROM region_hour
  UNION ALL
  SELECT 'FR', at, sum(mwh), min(quality) FROM region_hour
  GROUP BY at HAVING count(*) = (SELECT count(*) FROM owed)
), hour AS (
  SELECT *, date_trunc('day', at AT TIME ZONE 'Europe/Paris') AS local,
    extract(hour FROM at AT TIME ZONE 'Europe/Paris')::integer AS clock
  FROM area_hour
), rising AS (
  SELECT *, mwh - lag(mwh) OVER (PARTITION BY area, local ORDER BY at) AS rise FROM hour
), day AS (
  SELECT area, local, local AT TIME ZONE 'Europe/Paris' AS at, count(*) AS hours, min(quality) AS quality,
    sum(mwh) AS mwh, ${shareOf(0, 6)} AS night_share, ${shareOf(6, 12)} AS morning_share,
    ${shareOf(12, 18)} AS afternoon_share, ${shareOf(18, 24)} AS evening_share,
    ${share('avg(mwh)', 'max(mwh)')} AS load_factor_share,
    ${share('greatest(max(rise), 0)', 'sum(mwh)')} AS steepest_rise_share,
    (array_agg(clock ORDER BY mwh DESC, at))[1] AS peak_at_hours
  FROM rising GROUP BY area, local
)
SELECT area, at, to_char(local, 'YYYY-MM-DD') AS date, quality, round(mwh::numeric, 3) AS consumption_mwh,
  night_share, morning_share, afternoon_share, evening_share, load_factor_share, steepest_rise_share, peak_at_hours
FROM day, asked
WHERE at >= since AND at < until
  AND hours = extract(epoch FROM (local + interval '1 day') AT TIME ZONE 'Europe/Paris' - at) / 3600
ORDER BY area, at`;

export const gasHours: Source = {
  id: 'gas-hours',
  secrets: [],
  *fetch({ from, to }) {
    yield {
      database: OWN_DATABASE,
      sql: SQL,
      parameters: [JSON.stringify(SERVED), formatInstant(from), formatInstant(to)],
      answer: 'lake',
    };
  },
  parse: parseDays,
};
