// What is kept of a customer: the same each time, tied to its place, readable with the key alone.
import { beforeAll, describe, expect, it } from 'vitest';
import { customer } from '../../../data/customer/dataset.ts';
import { customerIdentity } from '../../../data/customer-identity/dataset.ts';
import type { Row } from '../../../data/dataset.ts';
import { type Keys, keysOf, LockedError } from './keys.ts';
import { readable, treated } from './treatment.ts';

let keys: Keys;
let others: Keys;
beforeAll(async () => {
  keys = await keysOf(btoa('0123456789abcdef0123456789abcdef'));
  others = await keysOf(btoa('another key of thirty-two bytes!'));
});

const AMELIE: Row = {
  customer: '1',
  email: 'amelie.dubreuil@mail.example.org',
  name: 'Amélie Dubreuil',
  phone: '+33 4 99 00 11 22',
  city: null,
  quality: 'consolidated',
};

it('keeps a pseudonym that is the same in every dataset, for a number and for its text', async () => {
  const identity = await treated(customerIdentity, keys, AMELIE);
  const account = await treated(customer, keys, { customer: '1', age_years: 34, quality: 'consolidated' });
  expect(identity['customer']).toBe(account['customer']);
  expect(identity['customer']).toMatch(/^p1\.[\w-]{22}$/);
  expect(await treated(customer, keys, { customer: '2', quality: 'consolidated' })).not.toMatchObject({
    customer: identity['customer'],
  });
  const asNumber = await treated(customer, keys, { customer: 1, quality: 'consolidated' });
  expect(asNumber['customer']).toBe(account['customer']);
  expect(account['age_years']).toBe(34);
});

it('gives another pseudonym to the same text in another column, and with another key', async () => {
  const row: Row = { customer: 'x', mailbox: 'x', quality: 'consolidated' };
  const kept = await treated(customer, keys, row);
  expect(kept['customer']).not.toBe(kept['mailbox']);
  expect((await treated(customer, others, row))['customer']).not.toBe(kept['customer']);
});

it('shows nothing of a person, and changes nothing the second time', async () => {
  const once = await treated(customerIdentity, keys, AMELIE);
  expect(JSON.stringify(once)).not.toMatch(/Amélie|dubreuil|99 00/i);
  expect(once['city']).toBeNull();
  expect(await treated(customerIdentity, keys, AMELIE)).toEqual(once);
});

it('does not show that two customers have the same name', async () => {
  const first = await treated(customerIdentity, keys, AMELIE);
  const second = await treated(customerIdentity, keys, { ...AMELIE, customer: '2' });
  expect(second['name']).not.toBe(first['name']);
});

describe('whoever has the key', () => {
  it('reads all of it, accents too', async () => {
    const kept = await treated(customerIdentity, keys, AMELIE);
    expect(await readable(customerIdentity, keys, kept)).toEqual({ ...AMELIE, customer: kept['customer'] });
  });
  it('is told when it is the wrong one', async () => {
    const kept = await treated(customerIdentity, keys, AMELIE);
    await expect(readable(customerIdentity, others, kept)).rejects.toThrow(
      `was encrypted with the key ${keys.id}, PRIVACY_KEY is ${others.id}`,
    );
  });
  it('is told when a value was changed, moved to another person, or never encrypted', async () => {
    const kept = await treated(customerIdentity, keys, AMELIE);
    const other = await treated(customerIdentity, keys, { ...AMELIE, customer: '2' });
    for (const name of [kept['email'], other['name'], String(kept['name']).replace(/\.(?=[^.]*$)./, '.-')])
      await expect(readable(customerIdentity, keys, { ...kept, name: name ?? null })).rejects.toThrow(LockedError);
    await expect(readable(customerIdentity, keys, { ...kept, name: 'Amélie' })).rejects.toThrow('not encrypted');
  });
});
