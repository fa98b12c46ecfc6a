// How likely a customer is to be satisfied, and in which state the account is. Never looks at who somebody is, nor at gender or place.
import { z } from 'zod';
import { DAY, midnightOf } from '../../data/time.ts';
import { defineRecordModel } from '../model.ts';

/** A day; anything else is refused, not guessed. */
const day = z.iso.date();
/** Nobody was seen beyond: who spends more, or is paid back more, is taken for these. */
const LEAST_SPEND_EUR = -1_000;
const MOST_SPEND_EUR = 5_000;
/** Who signed up, or was here, longer ago than anybody seen is taken for these. */
const MOST_DAYS_SINCE_SIGNUP = 7_300;
const MOST_DAYS_SINCE_LOGIN = 180;
const Fields = z.strictObject({
  on: day.describe('The day for which it is asked, YYYY-MM-DD'),
  age_years: z.number().min(0).max(130).nullish().describe('Whole years'),
  monthly_spend_eur: z
    .number()
    .min(-100_000)
    .max(1_000_000)
    .nullish()
    .describe('€ a month; negative where more was paid back'),
  signup_date: day.nullish().describe('YYYY-MM-DD; `on` or before'),
  last_login_date: day.nullish().describe('YYYY-MM-DD; from the day of sign-up to `on`'),
});
const Account = Fields.superRefine(({ on, signup_date: signup, last_login_date: login }, context) => {
  const refuse = (field: keyof z.infer<typeof Fields>, got: string, want: string) =>
    context.addIssue({ code: 'custom', path: [field], message: `got "${got}", want ${want}` });
  if (signup && signup > on) refuse('signup_date', signup, `the day for which it is asked, ${on}, or before`);
  if (login && login > on) refuse('last_login_date', login, `the day for which it is asked, ${on}, or before`);
  if (login && signup && login < signup) refuse('last_login_date', login, `the day of sign-up, ${signup}, or after`);
});

export const customerSatisfaction = defineRecordModel({
  kind: 'record',
  id: 'customer-satisfaction',
  title: { en: 'Satisfaction of a customer', fr: 'Satisfaction d’un client' },
  learnsFrom: 'simulated',
  input: Account,
  examples: [
    {
      what: 'young, new, here yesterday',
      input: {
        on: '2026-01-01',
        age_years: 22,
        monthly_spend_eur: 25.5,
        signup_date: '2025-11-02',
        last_login_date: '2025-12-31',
      },
    },
    {
      what: 'old, long here, spends much',
      input: {
        on: '2026-01-01',
        age_years: 78,
        monthly_spend_eur: 180,
        signup_date: '2015-02-01',
        last_login_date: '2025-12-29',
      },
    },
    {
      what: 'not seen for three weeks',
      input: {
        on: '2026-01-01',
        age_years: 41,
        monthly_spend_eur: 61.2,
        signup_date: '2018-06-15',
        last_login_date: '2025-12-11',
      },
    },
    {
      what: 'paid back more than was spent',
      input: {
        on: '2026-01-01',
        age_years: 35,
        monthly_spend_eur: -12,
        signup_date: '2019-09-30',
        last_login_date: '2025-12-20',
      },
    },
    {
      what: 'age unknown',
      input: {
        on: '2026-01-01',
        age_years: null,
        monthly_spend_eur: 44,
        signup_date: '2017-03-08',
        last_login_date: '2025-12-24',
      },
    },
    {
      what: 'spending and sign-up unknown',
      input: {
        on: '2026-01-01',
        age_years: 58,
        monthly_spend_eur: null,
        signup_date: null,
        last_login_date: '2025-12-30',
      },
    },
    { what: 'only the age known', input: { on: '2026-01-01', age_years: 30 } },
    { what: 'nothing known', input: { on: '2026-01-01' } },
  ],
  features: ['age_years', 'monthly_spend_eur', 'days_since_signup', 'days_since_login'],
  heads: [
    { name: 'satisfied_probability', kind: 'score', unit: '1' },
    { name: 'active_probability', kind: 'score', unit: '1' },
    { name: 'inactive_probability', kind: 'score', unit: '1' },
    { name: 'suspended_probability', kind: 'score', unit: '1' },
    { name: 'closed_probability', kind: 'score', unit: '1' },
  ],
  gates: [
    { metric: 'satisfied_calibration_error', atMost: 0.05 },
    { metric: 'satisfied_brier_over_base_rate', atMost: 1.02 },
    { metric: 'active_calibration_error', atMost: 0.08 },
    { metric: 'active_brier_over_base_rate', atMost: 1.02 },
    { metric: 'satisfied_largest_group_gap', atMost: 0.08 },
    { metric: 'active_largest_group_gap', atMost: 0.12 },
  ],
  row: ({ on, age_years: age, monthly_spend_eur: spend, signup_date: signup, last_login_date: login }) => ({
    age_years: age ?? Number.NaN,
    monthly_spend_eur: spend == null ? Number.NaN : Math.min(Math.max(spend, LEAST_SPEND_EUR), MOST_SPEND_EUR),
    days_since_signup: Math.min(daysBetween(signup, on), MOST_DAYS_SINCE_SIGNUP),
    days_since_login: Math.min(daysBetween(login, on), MOST_DAYS_SINCE_LOGIN),
  }),
});

function daysBetween(from: string | null | undefined, to: string): number {
  const [begins, ends] = [from ? midnightOf(from) : null, midnightOf(to)];
  // Days of 23 and of 25 hours are days.
  return begins === null || ends === null ? Number.NaN : Math.round((ends - begins) / DAY);
}
