// What customers answer when they are asked how satisfied they are, under their pseudonyms.
import { defineDataset } from '../dataset.ts';
import { DAY } from '../time.ts';
import { surveyCsv, surveyFile } from './sources/survey-csv.ts';
import { ANSWER, RANGES, customerSurvey as table } from './table.ts';

export const customerSurvey = defineDataset({
  id: 'customer-survey',
  title: { en: 'Customer satisfaction', fr: 'Satisfaction des clients' },
  table,
  key: ['customer', 'answered_at'],
  timeColumn: 'answered_at',
  places: {},
  ranges: RANGES,
  notes: {
    customer: 'Pseudonym of the customer id: the same as in `customer`.',
    answered_at: 'When the answer was given, in UTC.',
    satisfaction_index: 'From 0 (would never recommend the service) to 10 (would at once).',
  },
  headline: 'satisfaction_index',
  // Whoever runs the survey has an answer the moment it is given.
  parts: { answer: { columns: ANSWER, knownAt: (row) => Number(row['answered_at']) } },
  grid: 'event',
  feeds: [
    {
      id: 'answers',
      columns: ANSWER,
      schedule: { dailyAt: { hour: 4 } },
      // A survey stays open for a month.
      window: 35 * DAY,
      firstWindow: 100 * DAY,
      slice: 400 * DAY,
      staleAfter: 45 * DAY,
      alternatives: [surveyCsv],
    },
  ],
  quality: { critical: ['satisfaction_index'] },
  files: [surveyFile],
  privacy: {
    subject: { en: 'Customers who answer the survey', fr: 'Clients qui répondent à l’enquête' },
    purpose: {
      en: 'To follow the satisfaction of customers month by month, and what goes with it.',
      fr: 'Suivre la satisfaction des clients mois par mois, et ce qui va avec elle.',
    },
    legalBasis: {
      en: 'Consent, given with each answer, which is voluntary (GDPR article 6(1)(a)).',
      fr: 'Consentement, donné avec chaque réponse, qui est volontaire (RGPD article 6(1)(a)).',
    },
    retention: 2 * 365 * DAY,
    treatment: { customer: 'pseudonym' },
  },
  licence: {
    id: 'private',
    url: 'https://www.cnil.fr/fr/reglement-europeen-protection-donnees',
    attribution: 'The company whose customers they are; not to be passed on',
  },
});
