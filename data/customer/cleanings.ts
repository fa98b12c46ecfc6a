// What we change in what is said of customers. Nothing is invented: what cannot be right becomes unknown, and medians and means are the business of models.
import type { Cleaning, Row } from '../dataset.ts';
import { readDate, type WrittenDate } from './written-date.ts';

/** Column by column, since a file has its addresses under the name of its dataset. */
export const mailCleanings = (column: string): readonly Cleaning[] => [
  {
    id: 'placeholder-email',
    column,
    says: {
      en: 'An e-mail address that stands for none becomes unknown.',
      fr: "Une adresse de courriel qui n'en est pas une devient inconnue.",
    },
    clean: (row) => (PLACEHOLDER.test(textIn(row, column) ?? '') ? null : undefined),
  },
  {
    id: 'malformed-email',
    column,
    says: {
      en: 'What cannot be an e-mail address becomes unknown.',
      fr: 'Ce qui ne peut pas être une adresse de courriel devient inconnu.',
    },
    clean(row) {
      const text = textIn(row, column);
      return text === null || ADDRESS.test(text) ? undefined : null;
    },
  },
];

export const CUSTOMER_CLEANINGS: readonly Cleaning[] = [
  ...mailCleanings('mailbox'),
  {
    id: 'impossible-age',
    column: 'age_years',
    says: {
      en: 'An age below 0 or above 100 becomes unknown.',
      fr: 'Un âge inférieur à 0 ou supérieur à 100 devient inconnu.',
    },
    clean({ age_years: age }) {
      return typeof age === 'number' && (age < 0 || age > 100) ? null : undefined;
    },
  },
  {
    id: 'unknown-gender',
    column: 'gender',
    says: { en: 'The gender "unknown" is none.', fr: 'Le genre « inconnu » n’en est pas un.' },
    clean: ({ gender }) => (gender === 'unknown' ? null : undefined),
  },
  ...dateCleanings('signup_date', { en: 'day of sign-up', fr: 'jour d’inscription' }),
  ...dateCleanings('last_login_date', { en: 'day of the last login', fr: 'jour de la dernière connexion' }),
];

function dateCleanings(column: string, what: { readonly en: string; readonly fr: string }): readonly Cleaning[] {
  const of = (row: Row): WrittenDate | null => {
    const text = textIn(row, column);
    return text === null ? null : readDate(text);
  };
  return [
    {
      id: `${column}-rewritten`,
      column,
      says: {
        en: `A ${what.en} that is written otherwise, and can be one day only, is written as 2026-01-31.`,
        fr: `Un ${what.fr} écrit autrement, et qui ne peut être qu'un seul jour, est écrit 2026-01-31.`,
      },
      clean(row) {
        const read = of(row);
        return read?.kind === 'other' ? read.date : undefined;
      },
    },
    {
      id: `${column}-ambiguous`,
      column,
      says: {
        en: `A ${what.en} that can be two days (03/04/2026) becomes unknown.`,
        fr: `Un ${what.fr} qui peut être deux jours (03/04/2026) devient inconnu.`,
      },
      clean: (row) => (of(row)?.kind === 'ambiguous' ? null : undefined),
    },
    {
      id: `${column}-unreadable`,
      column,
      says: {
        en: `A ${what.en} that is no day becomes unknown.`,
        fr: `Un ${what.fr} qui n'est pas un jour devient inconnu.`,
      },
      clean: (row) => (of(row)?.kind === 'unreadable' ? null : undefined),
    },
  ];
}

/** Reserved names that no mail reaches, and the words that forms fill in. */
const PLACEHOLDER =
  /^(unknown|none|null|n\/?a|no-?(e-?)?mail|test|email|placeholder)(@.*)?$|@(placeholder|example|test|none|unknown|invalid)\.[a-z]+$/i;
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

const textIn = (row: Row, column: string): string | null => {
  const value = row[column];
  return typeof value === 'string' ? value : null;
};
