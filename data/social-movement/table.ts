// Strikes at the railways: one row per movement, an interval whose end is often unknown.
import { integer, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

/** What everybody knows when it begins, and what it came to. */
export const NOTICE = ['start_date', 'reason', 'unions', 'trades'] as const;
export const OUTCOME = ['ends_at', 'end_date', 'population_count', 'strikers_count', 'rate_pct'] as const;

export const RANGES = {
  population_count: [0, 500_000],
  strikers_count: [0, 500_000],
  rate_pct: [0, 100],
} as const;

export const socialMovement = pgTable(
  'social_movement',
  {
    movement: text('movement').notNull(),
    starts_at: instant('starts_at').notNull(),
    start_date: text('start_date'),
    reason: text('reason'),
    unions: text('unions'),
    trades: text('trades'),
    ...provenance('notice'),
    ends_at: instant('ends_at'),
    end_date: text('end_date'),
    population_count: integer('population_count'),
    strikers_count: integer('strikers_count'),
    rate_pct: real('rate_pct'),
    ...provenance('outcome'),
  },
  (t) => [
    primaryKey({ columns: [t.movement, t.starts_at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['notice', 'outcome']),
  ],
);
