import { expect, it } from 'vitest';
import { DAY, HOUR, parseInstant } from '../../../data/time.ts';
import type { Facts } from '../../../models/history.ts';
import { loadDayAhead } from '../../../models/load-day-ahead/model.ts';
import { rivalColumns } from './rival-columns.ts';

const issuedAt = parseInstant('2023-03-15T09:00:00Z')!;
const from = issuedAt - 30 * DAY - 10 * HOUR;
/** Each hour of a day is its number of the day and of the hour: 1207 is 07:00 UTC of the twelfth day. */
const hours = (count: number, value: (hour: number) => number): Facts => ({
  at: Float64Array.from({ length: count }, (_, i) => from + i * HOUR),
  knownAt: Float64Array.from({ length: count }, (_, i) => from + (i + 1) * HOUR),
  value: Float64Array.from({ length: count }, (_, i) => value(i)),
});
const facts = new Map([
  ['consumption/load_mw|FR', hours(24 * 40, (i) => 100 * Math.floor(i / 24) + (i % 24))],
  ['consumption/rte_day_ahead_mw|FR', hours(24 * 40, (i) => 9_000 + i)],
]);

it('asks each rival for what it knew when the forecast was made', () => {
  // From the hour that begins a day in Paris, 23:00 UTC: the day of issue is number 30.
  const validAt = Float64Array.of(from + 31 * DAY + 12 * HOUR);
  const { persistence, lastWeek, published } = rivalColumns(loadDayAhead, facts, {
    validAt,
    issuedAt: Float64Array.of(issuedAt),
  });
  expect(persistence[0]).toBe(2_912);
  expect(lastWeek[0]).toBe(2_412);
  expect(published[0]).toBe(9_000 + 31 * 24 + 12);
});
