// The one statement behind the enriched hour. Everything meets on UTC instants: Paris is only ever looked at, never joined on. Text only.
import { meanByPeople, weightsIn } from '../weather/weights-sql.ts';
import { WEATHER } from './table.ts';

/** As in `weather_daily`: people weigh, and an area of which a place is missing has no mean. */
const MEANS = WEATHER.map(
  (column) =>
    `CASE WHEN count(a.${column}) = max(w.places) THEN round((${meanByPeople(`a.${column}`)})::numeric, 2)::float8 END AS ${column}`,
);

/** $1 and $2: whole hours, from <= hour < to; $3: the places of each area and their people. All of them text: a driver that guessed their types would write them its own way. Sums over floating point are rounded: their last digit depends on the order of the rows. */
export const HOURS_SQL = `
WITH vintage AS (
  -- What each hour would be if only values of at least this quality counted.
  SELECT area, date_trunc('hour', at, 'UTC') AS at, q.quality, count(*)::integer AS values,
    avg(load_mw) AS mean_mw,
    count(*) FILTER (WHERE extract(minute FROM at) IN (0, 30)) AS halves,
    avg(load_mw) FILTER (WHERE extract(minute FROM at) IN (0, 30)) AS mean_of_halves_mw
  FROM consumption JOIN unnest(enum_range(NULL::quality)) AS q(quality) ON load_quality >= q.quality
  WHERE at >= $1::text::timestamptz AND at < $2::text::timestamptz AND load_mw IS NOT NULL
  GROUP BY 1, 2, 3
), load AS (
  SELECT DISTINCT ON (area, at) area, at,
    round(CASE WHEN values = 4 THEN mean_mw ELSE mean_of_halves_mw END, 3)::float8 AS load_mw,
    CASE WHEN values = 4 THEN 4 ELSE 2 END AS load_values_count, quality::text AS load_quality
  FROM vintage
  -- Whole hours: four quarters, or both halves. Archives have halves only; of what is live three quarters are an hour that is not over.
  WHERE values = 4 OR (halves = 2 AND (values = 2 OR quality > 'real time'))
  ORDER BY area, at, vintage.quality DESC
), price AS (
  SELECT at,
    CASE WHEN quarters = 4 THEN quarterly ELSE hourly END AS price_eur_per_mwh,
    CASE WHEN quarters = 4 THEN 4 WHEN hourly IS NOT NULL THEN 1 END AS price_values_count
  FROM (
    SELECT date_trunc('hour', at, 'UTC') AS at,
      count(price_eur_per_mwh) FILTER (WHERE resolution = 'PT15M') AS quarters,
      round(avg(price_eur_per_mwh::numeric) FILTER (WHERE resolution = 'PT15M'), 4)::float8 AS quarterly,
      max(price_eur_per_mwh::float8) FILTER (WHERE resolution = 'PT60M') AS hourly
    FROM spot_price
    WHERE zone = 'FR' AND at >= $1::text::timestamptz AND at < $2::text::timestamptz
    GROUP BY 1
  ) p
), weight AS (
  SELECT w.*, count(*) OVER (PARTITION BY area) AS places
  FROM ${weightsIn('$3')}
), air AS (
  SELECT w.area, a.at, ${MEANS.join(',\n    ')}
  FROM weight w JOIN weather a ON a.place = w.place
  WHERE a.at >= $1::text::timestamptz AND a.at < $2::text::timestamptz
  GROUP BY w.area, a.at
), hour AS (
  SELECT l.*, l.at AT TIME ZONE 'Europe/Paris' AS wall, l.at AT TIME ZONE 'UTC' AS utc,
    date_trunc('day', l.at, 'Europe/Paris') AS day
  FROM load l
)
SELECT h.area, h.at,
  to_char(h.wall, 'YYYY-MM-DD') AS local_date,
  to_char(h.wall, 'YYYY-MM-DD HH24:MI') || to_char(h.wall - h.utc, '+HH24:MI') AS local_time,
  extract(hour FROM h.wall)::integer AS hour_index,
  extract(isodow FROM h.wall)::integer - 1 AS day_of_week_index,
  extract(month FROM h.wall)::integer AS month_index,
  extract(day FROM h.wall)::integer AS day_of_month_index,
  extract(isodow FROM h.wall) IN (6, 7) AS is_weekend,
  h.load_mw, h.load_values_count, h.load_quality,
  p.price_eur_per_mwh, p.price_values_count,
  ${WEATHER.map((column) => `a.${column}`).join(', ')},
  c.is_public_holiday, c.public_holiday_name, c.is_bridge_day,
  c.is_school_holiday_a, c.is_school_holiday_b, c.is_school_holiday_c, c.school_holiday_name,
  CASE WHEN s.at IS NOT NULL THEN s.movements_count > 0 WHEN EXISTS (SELECT FROM strike_day) THEN false END AS is_strike_day,
  s.movements_count AS strike_movements_count, s.highest_rate_pct AS strike_highest_rate_pct
FROM hour h
LEFT JOIN price p ON p.at = h.at
LEFT JOIN air a ON a.area = h.area AND a.at = h.at
LEFT JOIN calendar c ON c.at = h.day
LEFT JOIN strike_day s ON s.at = h.day
ORDER BY h.area, h.at`;
