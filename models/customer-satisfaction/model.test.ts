import { expect, it } from 'vitest';
import { customer } from '../../data/customer/dataset.ts';
import { RANGES } from '../../data/customer/table.ts';
import { customerIdentity } from '../../data/customer-identity/dataset.ts';
import { isPersonal, treatmentOf } from '../../data/privacy.ts';
import { customerSatisfaction as model } from './model.ts';

const asked = { on: '2026-01-01', age_years: 40 };

it('knows no identifier: no pseudonym, no mailbox, nothing of who somebody is', () => {
  const identifiers = [customer, customerIdentity].flatMap((definition) =>
    [...definition.key, ...Object.values(definition.parts).flatMap(({ columns }): readonly string[] => columns)].filter(
      (column) => definition === customerIdentity || treatmentOf(definition, column) !== undefined,
    ),
  );
  expect(identifiers).toEqual(expect.arrayContaining(['customer', 'mailbox', 'name', 'email', 'phone']));
  expect([customer, customerIdentity].every(isPersonal)).toBe(true);
  for (const column of identifiers) {
    expect(model.features).not.toContain(column);
    expect(model.input.safeParse({ ...asked, [column]: 'p1.x' }).success, column).toBe(false);
  }
});

it('is not told gender or place: what is judged by gender is not predicted from it', () => {
  for (const column of ['gender', 'country', 'city']) {
    expect(model.input.safeParse({ ...asked, [column]: 'x' }).success, column).toBe(false);
  }
});

it('counts days, those on which the clocks move included', () => {
  const row = model.row({ on: '2025-11-01', signup_date: '2025-03-01', last_login_date: '2025-10-25' });
  expect(row).toEqual({
    age_years: Number.NaN,
    monthly_spend_eur: Number.NaN,
    days_since_signup: 245,
    days_since_login: 7,
  });
});

it('reads null and absent as missing, and a day that is none not at all', () => {
  expect(model.row(model.input.parse({ ...asked, monthly_spend_eur: null })).monthly_spend_eur).toBeNaN();
  expect(model.row(model.input.parse({ ...asked, monthly_spend_eur: 0 })).monthly_spend_eur).toBe(0);
  expect(model.row(model.input.parse({ ...asked, monthly_spend_eur: 900_000 })).monthly_spend_eur).toBe(5_000);
  expect(model.input.safeParse({ ...asked, signup_date: '31/12/2020' }).success).toBe(false);
});

it('takes who has long been away for as long as anybody was seen to be', () => {
  const row = model.row({ on: '2026-01-01', signup_date: '1990-01-01', last_login_date: '2023-12-31' });
  expect([row.days_since_signup, row.days_since_login]).toEqual([7_300, 180]);
});

it.each([
  [
    { signup_date: '2025-12-02', last_login_date: '2025-12-01' },
    'last_login_date',
    'the day of sign-up, 2025-12-02, or after',
  ],
  [{ last_login_date: '2026-01-02' }, 'last_login_date', 'the day for which it is asked, 2026-01-01, or before'],
  [{ signup_date: '2026-01-02' }, 'signup_date', 'the day for which it is asked, 2026-01-01, or before'],
])('refuses %j, and names the day that cannot be', (days, field, want) => {
  const read = model.input.safeParse({ ...asked, ...days });
  expect(read.error?.issues).toMatchObject([{ path: [field], message: expect.stringMatching(/^got "/) }]);
  expect(read.error?.issues[0]?.message.endsWith(`, want ${want}`)).toBe(true);
});

it('takes who signed up and logged in on the day for which it is asked', () => {
  const today = { ...asked, signup_date: '2026-01-01', last_login_date: '2026-01-01' };
  expect(model.row(model.input.parse(today))).toMatchObject({ days_since_signup: 0, days_since_login: 0 });
});

it('takes what the dataset of accounts takes, and no absurd figure', () => {
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const takes = (value: number): boolean => model.input.safeParse({ ...asked, [name]: value }).success;
    expect([takes(least - 1), takes(least), takes(most), takes(most + 1)], name).toEqual([false, true, true, false]);
  }
});
