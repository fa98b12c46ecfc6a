import { expect, it } from 'vitest';
import { readAll } from '../read-all.ts';
import { customerJson } from './sources/customer-json.ts';

const USER = {
  id: 7,
  name: ' Chloé Varin ',
  username: 'cvarin',
  email: 'Chloe.Varin@courriel.example',
  address: { street: '3 rue Haute', suite: '', city: 'Lille', zipcode: '59000', geo: { lat: '50.6', lng: '3.1' } },
  phone: '+33 1 99 00 00 07',
  website: 'cvarin.example',
  company: { name: 'Varin et Fils', catchPhrase: 'De père en fille', bs: 'services' },
};
const read = (users: unknown) => readAll(customerJson, new TextEncoder().encode(JSON.stringify(users)));

it('flattens what is nested, and leaves out what no purpose needs', async () => {
  expect((await read([USER])).rows).toEqual([
    {
      customer: '7',
      email: 'chloe.varin@courriel.example',
      name: 'Chloé Varin',
      username: 'cvarin',
      phone: '+33 1 99 00 00 07',
      street: '3 rue Haute',
      suite: null,
      zipcode: '59000',
      city: 'Lille',
      company: 'Varin et Fils',
      quality: 'consolidated',
    },
  ]);
});

it('takes an id for what it is, number or text', async () => {
  const { rows } = await read([USER, { ...USER, id: '7' }]);
  expect(rows.map(({ customer }) => customer)).toEqual(['7', '7']);
});

it('warns of a field that is new, once, and stops when one is gone', async () => {
  const { warnings, rows } = await read([
    { ...USER, loyalty: 'gold' },
    { ...USER, loyalty: 'gold' },
  ]);
  expect(warnings).toEqual(['users: new to us and left out: the field "loyalty"']);
  expect(rows).toHaveLength(2);
  const { phone: _, ...without } = USER;
  await expect(read([without])).rejects.toThrow('users: want the field phone');
});

it('says where a user is not as users are, and not what stood there', async () => {
  const { rejects, rows } = await read([USER, { ...USER, id: null }, { ...USER, address: '3 rue Haute' }]);
  expect(rows).toHaveLength(1);
  expect(rejects.map(({ where, reason }) => `${where}: ${reason}`)).toEqual([
    'record 2: id: want what a user has there',
    'record 3: address: want what a user has there',
  ]);
});
