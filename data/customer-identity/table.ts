// Who customers are: direct identifiers, each encrypted before it is kept anywhere. One row per pseudonym.
import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { provenance, provenanceChecks } from '../columns.ts';

export const CONTACT = ['email'] as const;
export const PERSON = ['name', 'username', 'phone', 'street', 'suite', 'zipcode', 'city', 'company'] as const;

export const customerIdentity = pgTable(
  'customer_identity',
  {
    customer: text('customer').notNull(),
    email: text('email'),
    ...provenance('contact'),
    name: text('name'),
    username: text('username'),
    phone: text('phone'),
    street: text('street'),
    suite: text('suite'),
    zipcode: text('zipcode'),
    city: text('city'),
    company: text('company'),
    ...provenance('person'),
  },
  (t) => [primaryKey({ columns: [t.customer] }), ...provenanceChecks(t, ['contact', 'person'])],
);
