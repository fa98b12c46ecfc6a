import { expect, it } from 'vitest';
import { formatInstant, HOUR } from '../../data/time.ts';
import { dumpOf, monthOfParis } from './dump.ts';

it('a month goes from midnight to midnight in Paris, an hour longer or shorter where the clocks change', () => {
  const hoursOf = (month: string) => {
    const { from, to } = monthOfParis(month);
    return [formatInstant(from), formatInstant(to), (to - from) / HOUR];
  };
  expect(['2026-01', '2026-03', '2026-10', '2025-12', '2024-02'].map(hoursOf)).toEqual([
    ['2025-12-31T23:00:00Z', '2026-01-31T23:00:00Z', 744],
    ['2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 743],
    ['2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 745],
    ['2025-11-30T23:00:00Z', '2025-12-31T23:00:00Z', 744],
    ['2024-01-31T23:00:00Z', '2024-02-29T23:00:00Z', 696],
  ]);
});

it.each([
  [{}, 'got --month nothing, want a month such as 2026-10'],
  [{ month: '2026-13' }, 'got --month 2026-13'],
  [{ month: '2026-10', dataset: ['consomption'] }, 'got --dataset consomption, want one of'],
  [{ month: '2026-10', out: '/nowhere/month.sql' }, '--out: there is no folder /nowhere to write into'],
])('says what is wrong with %o before it asks anybody', (request, message) => {
  expect(() => dumpOf(request)).toThrow(message);
});
