// The wind turbines of EnergiTech: what each of them is.
import { pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import { provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const RANGES = { power_mw: [0, 30] } as const;

export const turbine = pgTable(
  'turbine',
  {
    turbine_id: text('turbine_id').notNull(),
    model: text('model'),
    power_mw: real('power_mw'),
    commissioning_date: text('commissioning_date'),
    ...provenance('plant'),
  },
  (t) => [primaryKey({ columns: [t.turbine_id] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['plant'])],
);
