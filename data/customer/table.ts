// What is known of customers without knowing who they are: one row per pseudonym, which holds until it changes.
import { doublePrecision, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { provenance, provenanceChecks, rangeChecks } from '../columns.ts';

export const GENDERS = ['female', 'male', 'other'] as const;
export const STATUSES = ['active', 'inactive', 'suspended', 'closed'] as const;

export const ACCOUNT = [
  'mailbox',
  'age_years',
  'gender',
  'country',
  'city',
  'signup_date',
  'last_login_date',
  'account_status',
  'monthly_spend_eur',
] as const;

export const RANGES = { age_years: [0, 130], monthly_spend_eur: [-100_000, 1_000_000] } as const;

export const customer = pgTable(
  'customer',
  {
    customer: text('customer').notNull(),
    mailbox: text('mailbox'),
    age_years: smallint('age_years'),
    gender: text('gender', { enum: GENDERS }),
    country: text('country'),
    city: text('city'),
    signup_date: text('signup_date'),
    last_login_date: text('last_login_date'),
    account_status: text('account_status', { enum: STATUSES }),
    monthly_spend_eur: doublePrecision('monthly_spend_eur'),
    ...provenance('account'),
  },
  (t) => [primaryKey({ columns: [t.customer] }), ...rangeChecks(t, RANGES), ...provenanceChecks(t, ['account'])],
);
