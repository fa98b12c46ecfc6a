// Gas taken by the towns' networks, by operator, sector and region: one row an hour. Energy in MWh of gross calorific value (PCS) at 0 °C.
import { doublePrecision, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';
import { REGIONS } from './regions.ts';

export const OPERATORS = ['natran', 'terega'] as const;
export type Operator = (typeof OPERATORS)[number];
export const SECTORS = ['distribution'] as const;

/** The coldest hour of Île-de-France takes about 17,000. */
export const RANGES = { consumption_mwh: [0, 100_000] } as const;
export const METERED = ['consumption_mwh'] as const;

export const gas = pgTable(
  'gas',
  {
    operator: text('operator', { enum: OPERATORS }).notNull(),
    sector: text('sector', { enum: SECTORS }).notNull(),
    region: text('region', { enum: REGIONS }).notNull(),
    at: instant('at').notNull(),
    consumption_mwh: doublePrecision('consumption_mwh'),
    ...provenance('metered'),
  },
  (t) => [
    primaryKey({ columns: [t.operator, t.sector, t.region, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['metered']),
  ],
);
