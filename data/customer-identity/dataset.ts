// Who customers are. Read by the privacy role alone, and only with the key.
import { mailCleanings } from '../customer/cleanings.ts';
import { defineDataset } from '../dataset.ts';
import { DAY } from '../time.ts';
import { addressFile, customerCsv } from './sources/customer-csv.ts';
import { customerJson } from './sources/customer-json.ts';
import { CONTACT, PERSON, customerIdentity as table } from './table.ts';

const DAILY = {
  schedule: { dailyAt: { hour: 3 } },
  window: 2 * DAY,
  firstWindow: 32 * DAY,
  slice: 400 * DAY,
  staleAfter: 3 * DAY,
} as const;

export const customerIdentity = defineDataset({
  id: 'customer-identity',
  title: { en: 'Customers, by name', fr: 'Clients, par leur nom' },
  table,
  key: ['customer'],
  places: {},
  ranges: {},
  notes: {
    customer: 'Pseudonym of the customer id: the same as in `customer`.',
    email: 'E-mail address, encrypted.',
    name: 'Full name, encrypted.',
    username: 'Name of the account, encrypted.',
    phone: 'Telephone number, encrypted.',
    street: 'Street and number, encrypted.',
    suite: 'Flat or suite, encrypted.',
    zipcode: 'Postal code, encrypted.',
    city: 'City, encrypted.',
    company: 'Name of the company that is invoiced, encrypted.',
  },
  // Two parts: the file of users knows the address alone, and takes no name away.
  parts: { contact: { columns: CONTACT }, person: { columns: PERSON } },
  grid: 'snapshot',
  feeds: [
    { id: 'contacts', columns: CONTACT, ...DAILY, alternatives: [customerCsv, customerJson] },
    { id: 'persons', columns: PERSON, ...DAILY, alternatives: [customerJson] },
  ],
  quality: { critical: ['email'] },
  cleanings: mailCleanings('email'),
  files: [addressFile],
  privacy: {
    subject: { en: 'Customers', fr: 'Clients' },
    purpose: {
      en: 'To reach customers about their contract and their invoices, and to answer them when they ask what is kept about them.',
      fr: 'Joindre les clients au sujet de leur contrat et de leurs factures, et leur répondre quand ils demandent ce qui est conservé sur eux.',
    },
    legalBasis: {
      en: 'Performance of the contract with the customer (GDPR article 6(1)(b)).',
      fr: 'Exécution du contrat avec le client (RGPD article 6(1)(b)).',
    },
    retention: 3 * 365 * DAY,
    treatment: {
      customer: 'pseudonym',
      email: 'encrypted',
      name: 'encrypted',
      username: 'encrypted',
      phone: 'encrypted',
      street: 'encrypted',
      suite: 'encrypted',
      zipcode: 'encrypted',
      city: 'encrypted',
      company: 'encrypted',
    },
  },
  licence: {
    id: 'private',
    url: 'https://www.cnil.fr/fr/reglement-europeen-protection-donnees',
    attribution: 'The company whose customers they are; not to be passed on',
  },
});
