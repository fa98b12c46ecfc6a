// The file of users as `customer` reads it: what they are like, not who they are.
import type { TableFormat } from '../table-format.ts';
import { ID_COLUMNS, idOf, mailOf, numberOf, USER_COLUMNS, WANT_ID } from './users.ts';
import { readDate } from './written-date.ts';

/** As people and programs write it. `unknown` is no gender: a cleaning says so. */
const GENDER_WORDS: Readonly<Record<string, string>> = {
  f: 'female',
  female: 'female',
  femme: 'female',
  m: 'male',
  male: 'male',
  h: 'male',
  homme: 'male',
  other: 'other',
  autre: 'other',
  'non-binary': 'other',
  unknown: 'unknown',
  inconnu: 'unknown',
};
const STATUS_WORDS: Readonly<Record<string, string>> = {
  active: 'active',
  inactive: 'inactive',
  suspended: 'suspended',
  closed: 'closed',
};

export const usersFile: TableFormat = {
  id: 'users',
  required: USER_COLUMNS,
  optional: ID_COLUMNS,
  read(record) {
    const customer = idOf(record);
    if (!customer) return WANT_ID;
    const age_years = numberOf(record, 'age');
    if (typeof age_years === 'string') return age_years;
    if (age_years !== null && !Number.isInteger(age_years)) return 'age: want whole years';
    const monthly_spend_eur = numberOf(record, 'monthly_spend');
    if (typeof monthly_spend_eur === 'string') return monthly_spend_eur;
    const gender = wordOf(GENDER_WORDS, record['gender']);
    if (gender === undefined) return `gender: a word that is new to us, want one of ${known(GENDER_WORDS)}`;
    const account_status = wordOf(STATUS_WORDS, record['account_status']);
    if (account_status === undefined)
      return `account_status: a word that is new to us, want one of ${known(STATUS_WORDS)}`;
    return {
      customer,
      mailbox: mailOf(record['email']),
      age_years,
      gender,
      country: record['country'] || null,
      city: record['city'] || null,
      signup_date: dayOf(record['signup_date']),
      last_login_date: dayOf(record['last_login']),
      account_status,
      monthly_spend_eur,
      quality: 'consolidated',
    };
  },
};

/** Null where nothing is said, undefined for a word nobody knows. */
function wordOf(words: Readonly<Record<string, string>>, text: string | undefined): string | null | undefined {
  if (!text) return null;
  const word = text.toLowerCase();
  // `constructor` is in every object.
  return Object.hasOwn(words, word) ? words[word] : undefined;
}
const known = (words: Readonly<Record<string, string>>): string => Object.keys(words).join(', ');

/** What is not written as a day of ours is left for the cleanings, which count it. */
function dayOf(text: string | undefined): string | null {
  if (!text) return null;
  const read = readDate(text);
  return read.kind === 'iso' ? read.date : text;
}
