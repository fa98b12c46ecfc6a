// What EnergiTech's turbines produced: one row per turbine and day of Paris.
import { boolean, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

// 30 MW for 25 hours. A turbine that stands still draws a little.
export const RANGES = { energy_kwh: [-5_000, 750_000] } as const;

export const turbineProduction = pgTable(
  'turbine_production',
  {
    turbine_id: text('turbine_id').notNull(),
    at: instant('at').notNull(),
    date: text('date'),
    energy_kwh: real('energy_kwh'),
    is_planned_stop: boolean('is_planned_stop'),
    is_unplanned_stop: boolean('is_unplanned_stop'),
    ...provenance('production'),
  },
  (t) => [
    primaryKey({ columns: [t.turbine_id, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['production']),
  ],
);
