import { expect, it } from 'vitest';
import { keyOf } from './send.ts';

const sha256 = 'ab'.repeat(32);
const users = { file: '/data/users.csv', dataset: 'customer', sha256 };

it('names a file by what it is for and by its bytes', () => {
  expect(keyOf(users)).toBe('customer//users.csv-abababababababab');
  expect(keyOf({ ...users, dataset: 'customer-identity' })).toBe('customer-identity//users.csv-abababababababab');
  expect(keyOf({ ...users, quality: 'real time' })).toBe('customer/real_time/users.csv-abababababababab');
});

it('is what the API takes for a key, whatever the file is called', () => {
  const key = keyOf({
    file: `/data/${'relevés '.repeat(40)}.csv`,
    dataset: 'enriched-consumption',
    quality: 'consolidated',
    sha256,
  });
  expect(key).toMatch(/^[\x21-\x7e]{1,200}$/);
});
