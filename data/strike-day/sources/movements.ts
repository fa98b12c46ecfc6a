// Days from the intervals of `social_movement`. A movement whose end nobody told counts on its first day alone.
import { type Answer, OWN_DATABASE, type Question, type Source } from '../../dataset.ts';
import { sqlRows } from '../../sql-rows.ts';
import { formatInstant } from '../../time.ts';

/** A reason without case, accents and punctuation: what is left when somebody writes it down again. */
const FAMILY = `btrim(regexp_replace(
    lower(regexp_replace(normalize(coalesce(reason, ''), NFD), '[\\u0300-\\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g'))`;

/**
 * Every Paris day that begins in the window and on which a movement ran; and those that stand from before and on which none runs any
 * more: they become 0, for rows are never taken away. The highest rate is of the whole movement: SNCF tells no other.
 * Rows with the same first day, end and reason are one movement: several unions called it, or a file by hand has it too.
 */
const SQL = `
WITH day AS (
  SELECT local, local AT TIME ZONE 'Europe/Paris' AS at, (local + interval '1 day') AT TIME ZONE 'Europe/Paris' AS until
  FROM generate_series(
    date_trunc('day', $1::text::timestamptz AT TIME ZONE 'Europe/Paris'),
    $2::text::timestamptz AT TIME ZONE 'Europe/Paris', interval '1 day'
  ) AS local
  WHERE local AT TIME ZONE 'Europe/Paris' >= $1::text::timestamptz AND local AT TIME ZONE 'Europe/Paris' < $2::text::timestamptz
), movement AS (
  SELECT starts_at, ends_at, max(rate_pct) AS rate_pct, min(reason) AS reason
  FROM social_movement GROUP BY starts_at, ends_at, ${FAMILY}
), running AS (
  SELECT d.at, count(*)::integer AS movements_count, max(m.rate_pct) AS highest_rate_pct,
    string_agg(DISTINCT m.reason, ' · ' ORDER BY m.reason) AS reasons
  FROM day d JOIN movement m ON m.starts_at < d.until
    AND d.at < coalesce(m.ends_at, ((m.starts_at AT TIME ZONE 'Europe/Paris') + interval '1 day') AT TIME ZONE 'Europe/Paris')
  GROUP BY d.at
)
SELECT d.at, to_char(d.local, 'YYYY-MM-DD') AS date, coalesce(r.movements_count, 0) AS movements_count,
  r.highest_rate_pct, r.reasons
FROM day d LEFT JOIN running r ON r.at = d.at
WHERE r.at IS NOT NULL OR EXISTS (SELECT FROM strike_day s WHERE s.at = d.at)
ORDER BY d.at`;

export const movements: Source = {
  id: 'movements',
  secrets: [],
  *fetch({ from, to }): Generator<Question, void, Answer> {
    yield { database: OWN_DATABASE, sql: SQL, parameters: [formatInstant(from), formatInstant(to)], answer: 'lake' };
  },
  parse: (bytes) =>
    sqlRows(bytes, {
      columns: {
        at: 'instant',
        date: 'text',
        movements_count: 'number',
        highest_rate_pct: 'number',
        reasons: 'text',
      },
      quality: 'consolidated',
    }),
};
