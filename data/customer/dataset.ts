// Customers under pseudonyms: what they are like, where they live, what they spend.
import { defineDataset } from '../dataset.ts';
import { DAY } from '../time.ts';
import { CUSTOMER_CLEANINGS } from './cleanings.ts';
import { usersFile } from './format.ts';
import { customerCsv } from './sources/customer-csv.ts';
import { ACCOUNT, RANGES, customer as table } from './table.ts';

export const customer = defineDataset({
  id: 'customer',
  title: { en: 'Customers, pseudonymous', fr: 'Clients, sous pseudonyme' },
  table,
  key: ['customer'],
  places: {},
  ranges: RANGES,
  notes: {
    customer: 'Pseudonym of the customer id: a keyed hash, the same in every dataset about customers.',
    mailbox: 'Pseudonym of the e-mail address: two customers with one mailbox are perhaps one person.',
    age_years: 'Age when the file was written, in whole years.',
    gender: 'female, male or other; null where unknown.',
    country: 'Country of residence, as the file writes it.',
    city: 'City of residence, as the file writes it.',
    signup_date: 'Day of sign-up, YYYY-MM-DD.',
    last_login_date: 'Day of the last login, YYYY-MM-DD.',
    account_status: 'active, inactive, suspended or closed.',
    monthly_spend_eur: 'What is spent in a month, €; negative where more was paid back.',
  },
  headline: 'monthly_spend_eur',
  // A file of users does not say since when it holds: it is known since we first had it.
  parts: { account: { columns: ACCOUNT } },
  grid: 'snapshot',
  feeds: [
    {
      id: 'accounts',
      columns: ACCOUNT,
      schedule: { dailyAt: { hour: 3 } },
      window: 2 * DAY,
      firstWindow: 32 * DAY,
      slice: 400 * DAY,
      staleAfter: 3 * DAY,
      alternatives: [customerCsv],
    },
  ],
  quality: { critical: ['age_years', 'monthly_spend_eur'] },
  cleanings: CUSTOMER_CLEANINGS,
  files: [usersFile],
  privacy: {
    subject: { en: 'Customers', fr: 'Clients' },
    purpose: {
      en: 'To know who uses the service, to follow spending and satisfaction by group, and to predict them.',
      fr: 'Connaître qui utilise le service, suivre la dépense et la satisfaction par groupe, et les prévoir.',
    },
    legalBasis: {
      en: 'Legitimate interest of the company in knowing its own customers, under pseudonyms (GDPR article 6(1)(f)).',
      fr: 'Intérêt légitime de l’entreprise à connaître ses propres clients, sous pseudonyme (RGPD article 6(1)(f)).',
    },
    retention: 3 * 365 * DAY,
    treatment: { customer: 'pseudonym', mailbox: 'pseudonym' },
  },
  licence: {
    id: 'private',
    url: 'https://www.cnil.fr/fr/reglement-europeen-protection-donnees',
    attribution: 'The company whose customers they are; not to be passed on',
  },
});
