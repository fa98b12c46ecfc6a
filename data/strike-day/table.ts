// The days on which somebody at the railways was on strike: one row per Paris day.
import { integer, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const COLUMNS = ['date', 'movements_count', 'highest_rate_pct', 'reasons'] as const;
export const RANGES = { movements_count: [0, 1_000], highest_rate_pct: [0, 100] } as const;

export const strikeDay = pgTable(
  'strike_day',
  {
    at: instant('at').notNull(),
    date: text('date'),
    movements_count: integer('movements_count'),
    highest_rate_pct: real('highest_rate_pct'),
    reasons: text('reasons'),
    ...provenance('day'),
  },
  (t) => [primaryKey({ columns: [t.at] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['day'])],
);
