// How satisfied customers say they are: one row per pseudonym and answer.
import { pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { instant, provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const ANSWER = ['satisfaction_index'] as const;
export const RANGES = { satisfaction_index: [0, 10] } as const;

export const customerSurvey = pgTable(
  'customer_survey',
  {
    customer: text('customer').notNull(),
    answered_at: instant('answered_at').notNull(),
    satisfaction_index: smallint('satisfaction_index'),
    ...provenance('answer'),
  },
  (t) => [
    primaryKey({ columns: [t.customer, t.answered_at] }),
    ...rangeChecks(t, RANGES),
    ...provenanceChecks(t, ['answer']),
  ],
);
