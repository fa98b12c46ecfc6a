// What is changed in what is said of customers, rule by rule; and that nothing is invented.
import { describe, expect, it } from 'vitest';
import type { Row } from '../dataset.ts';
import { checkRow } from '../validate.ts';
import { customer } from './dataset.ts';
import { usersFile } from './format.ts';

const LINE = {
  id: '7',
  age: '45',
  gender: 'F',
  country: 'France',
  city: 'Lille',
  email: 'L.Varin@courriel.example',
  signup_date: '2021-05-03',
  last_login: '2026-11-01',
  account_status: 'active',
  monthly_spend: '12.50',
};

function row(of: Partial<typeof LINE>): Row {
  const read = usersFile.read({ ...LINE, ...of });
  if (typeof read !== 'object' || !('quality' in read)) throw new Error(`want a row, got ${JSON.stringify(read)}`);
  return read;
}
/** The row as all rules leave it, and those that changed it. */
function cleaned(before: Row): { row: Row; by: string[] } {
  const by: string[] = [];
  let after = before;
  for (const { id, column, clean } of customer.cleanings) {
    const value = clean(after);
    if (value === undefined) continue;
    after = { ...after, [column]: value };
    by.push(id);
  }
  return { row: after, by };
}

it('leaves alone what is in order', () => {
  expect(cleaned(row({}))).toEqual({
    by: [],
    row: {
      customer: '7',
      mailbox: 'l.varin@courriel.example',
      age_years: 45,
      gender: 'female',
      country: 'France',
      city: 'Lille',
      signup_date: '2021-05-03',
      last_login_date: '2026-11-01',
      account_status: 'active',
      monthly_spend_eur: 12.5,
      quality: 'consolidated',
    },
  });
});

describe('takes for unknown, and counts', () => {
  it.each<[Partial<typeof LINE>, string, string]>([
    [{ age: '101' }, 'age_years', 'impossible-age'],
    [{ age: '-4' }, 'age_years', 'impossible-age'],
    [{ gender: 'Unknown' }, 'gender', 'unknown-gender'],
    [{ email: 'unknown@example.com' }, 'mailbox', 'placeholder-email'],
    [{ email: 'N/A' }, 'mailbox', 'placeholder-email'],
    [{ email: 'l.varin at courriel.example' }, 'mailbox', 'malformed-email'],
    [{ signup_date: '03/04/2021' }, 'signup_date', 'signup_date-ambiguous'],
    [{ last_login: 'n/d' }, 'last_login_date', 'last_login_date-unreadable'],
  ])('%o', (of, column, rule) => {
    const { row: after, by } = cleaned(row(of));
    expect(by).toEqual([rule]);
    expect(after[column]).toBeNull();
    expect(checkRow(customer)(after)).toBeNull();
  });
});

it('rewrites a date that can be one day only, and counts it', () => {
  const { row: after, by } = cleaned(row({ signup_date: '31/12/2020', last_login: '12/31/2025' }));
  expect([after['signup_date'], after['last_login_date']]).toEqual(['2020-12-31', '2025-12-31']);
  expect(by).toEqual(['signup_date-rewritten', 'last_login_date-rewritten']);
});

it('keeps an age of 100 and one of 0', () => {
  expect(cleaned(row({ age: '100' })).by).toEqual([]);
  expect(cleaned(row({ age: '0' })).by).toEqual([]);
});

it('invents nothing: what is missing stays missing', () => {
  const { row: after, by } = cleaned(row({ age: '', gender: '', email: '', monthly_spend: '', signup_date: '' }));
  expect(by).toEqual([]);
  expect(after).toMatchObject({
    age_years: null,
    gender: null,
    mailbox: null,
    monthly_spend_eur: null,
    signup_date: null,
  });
});

it('changes nothing when it is applied again', () => {
  const once = cleaned(row({ age: '180', signup_date: '31/12/2020', email: 'none@none.com' }));
  expect(cleaned(once.row)).toEqual({ row: once.row, by: [] });
});

it('rejects words that nobody knows and numbers that are none', () => {
  for (const of of [
    { gender: 'X9' },
    { gender: 'constructor' },
    { account_status: 'vip' },
    { age: 'old' },
    { age: '30.5' },
    { monthly_spend: 'a lot' },
    { id: '' },
  ])
    expect(usersFile.read({ ...LINE, ...of })).toBeTypeOf('string');
});
