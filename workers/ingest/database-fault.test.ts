import postgres from 'postgres';
import { expect, it } from 'vitest';
import { databaseFault } from './database-fault.ts';

const faultOf = (code: string) => {
  const said = Object.assign(new Error('value "alice@example.org" at db.internal'), { code });
  return databaseFault(Object.setPrototypeOf(said, postgres.PostgresError.prototype), { tls: true });
};

it('keeps what the server says to itself', () => {
  expect(faultOf('22P02')).toEqual({ kind: 'refused', why: 'answered 22P02: the log of that server says more' });
});

it.each([
  ['the cursor went with its connection', '34000'],
  ['there is no transaction any more', '25P01'],
  ['the transaction failed before', '25P02'],
  ['the transaction stood idle', '25P03'],
  ['the transaction took too long', '25P04'],
])('would ask again where %s', (_, code) => {
  expect(faultOf(code).kind).toBe('passing');
});

it('would not ask again where a question writes', () => {
  expect(faultOf('25006').kind).toBe('refused');
});
