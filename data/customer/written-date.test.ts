import { expect, it } from 'vitest';
import { readDate } from './written-date.ts';

it.each([
  ['2026-01-31', { kind: 'iso', date: '2026-01-31' }],
  ['2026-01-31T23:30:00+02:00', { kind: 'other', date: '2026-01-31' }],
  ['2026-01-31 08:15:00', { kind: 'other', date: '2026-01-31' }],
  ['31/01/2026', { kind: 'other', date: '2026-01-31' }],
  ['31.1.2026', { kind: 'other', date: '2026-01-31' }],
  ['01/31/2026', { kind: 'other', date: '2026-01-31' }],
  ['29/02/2024', { kind: 'other', date: '2024-02-29' }],
])('reads %s in the only way there is', (text, read) => {
  expect(readDate(text)).toEqual(read);
});

it('needs no guess where both ways give one day', () => {
  expect(readDate('05/05/2026')).toEqual({ kind: 'other', date: '2026-05-05' });
});

it.each(['03/04/2026', '12/11/2019', '1-2-2020'])('does not guess which of two days %s is', (text) => {
  expect(readDate(text)).toEqual({ kind: 'ambiguous' });
});

it.each(['n/d', '31/02/2026', '29/02/2023', '2026-13-01', '31/01/26', '01/02-2026', '31/01/0026', '20260131', ''])(
  'calls "%s" no day',
  (text) => {
    expect(readDate(text)).toEqual({ kind: 'unreadable' });
  },
);
