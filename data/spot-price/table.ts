// What a MWh of electricity costs when bought the day before, by bidding zone: one row per zone, length of the step and step.
import { doublePrecision, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const ZONES = ['FR'] as const;
/** ISO 8601: the market sold hours until the end of September 2025 and sells quarters of an hour since. */
export const RESOLUTIONS = ['PT15M', 'PT60M'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** The exchanges clear nothing below -500 €/MWh, nor above the harmonised maximum: 4,000, and 5,000 after the next step up. */
export const RANGES = { price_eur_per_mwh: [-500, 5_000] } as const;
export const AUCTION = ['price_eur_per_mwh'] as const;

export const spotPrice = pgTable(
  'spot_price',
  {
    zone: text('zone', { enum: ZONES }).notNull(),
    resolution: text('resolution', { enum: RESOLUTIONS }).notNull(),
    at: instant('at').notNull(),
    price_eur_per_mwh: doublePrecision('price_eur_per_mwh'),
    ...provenance('auction'),
  },
  (t) => [
    primaryKey({ columns: [t.zone, t.resolution, t.at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['auction']),
  ],
);
