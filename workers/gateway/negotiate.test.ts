import { expect, it } from 'vitest';
import { negotiate, preferred } from './negotiate.ts';

const OFFERED = ['application/json', 'text/csv', 'application/x-ndjson'];

it.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv', 'text/csv'],
  ['TEXT/CSV', 'text/csv'],
  ['text/*', 'text/csv'],
  ['text/html, text/csv;q=0.5, */*;q=0.1', 'text/csv'],
  ['application/json;q=0.2, application/x-ndjson;q=0.9', 'application/x-ndjson'],
  // The more specific range decides: everything, but no JSON.
  ['*/*, application/json;q=0', 'text/csv'],
  ['application/json;q=nonsense', undefined],
  ['text/html', undefined],
  ['image/*', undefined],
])('takes %o for %o', (accept, type) => {
  expect(preferred(accept, OFFERED)).toBe(type);
});

it('lets `format` decide over Accept', () => {
  expect(negotiate('application/json', 'csv', ['json', 'csv'])).toEqual({ ok: true, value: 'csv' });
});

it('says what it could have given', () => {
  expect(negotiate('text/html', undefined, ['json', 'csv'])).toEqual({
    ok: false,
    failure: { reason: 'not_acceptable', detail: 'Got Accept: text/html, want one of application/json, text/csv.' },
  });
});
