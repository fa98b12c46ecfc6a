import { expect, it } from 'vitest';
import { parseInstant } from '../../../data/time.ts';
import { errorsByGroup, meansByGroup } from './by-group.ts';
import { byBand, byDayKind, byParisDay, byParisHour, bySeason, groupsOf } from './groups.ts';

const at = (...texts: string[]) => Float64Array.from(texts, (text) => parseInstant(text) ?? Number.NaN);
const keysOf = (count: number, keyOf: (row: number) => string | null) =>
  Array.from({ length: count }, (_, i) => keyOf(i));

it('knows the hour in Paris on both sides of the change of clocks', () => {
  const both = at('2023-10-29T00:30:00Z', '2023-10-29T01:30:00Z', '2023-10-29T02:30:00Z');
  expect(keysOf(3, byParisHour(both))).toEqual(['2', '2', '3']);
});

it('counts Bastille Day among Sundays, and an ordinary Friday among working days', () => {
  const days = at('2023-07-14T10:00:00Z', '2023-07-15T10:00:00Z', '2023-07-21T10:00:00Z');
  expect(keysOf(3, byDayKind(days))).toEqual(['Sunday or holiday', 'Saturday', 'working day']);
});

it('puts December with January', () => {
  const months = at('2023-12-15T12:00:00Z', '2023-01-15T12:00:00Z', '2023-03-01T12:00:00Z', '2023-11-30T12:00:00Z');
  expect(keysOf(4, bySeason(months))).toEqual(['winter', 'winter', 'spring', 'autumn']);
});

it('bands temperatures below zero as those above, and leaves the missing out', () => {
  expect(keysOf(4, byBand([-0.5, 0, 4.99, Number.NaN], 5))).toEqual(['-5 to 0', '0 to 5', '0 to 5', null]);
});

it('orders groups as numbers where they are numbers', () => {
  expect([...groupsOf(3, (row) => ['10', '9', '10'][row]!)]).toEqual([
    ['9', [1]],
    ['10', [0, 2]],
  ]);
});

it('scores each group over the rows that every forecast has', () => {
  const truth = Float64Array.of(100, 100, 200, 200);
  const forecasts = { a: Float64Array.of(110, 90, 200, 220), b: Float64Array.of(100, Number.NaN, 190, 190) };
  const table = errorsByGroup((row) => (row < 2 ? 'first' : 'second'), forecasts, truth);
  expect(table.map(({ group, errors }) => [group, errors.a.count, errors.a.mae, errors.b.mae])).toEqual([
    ['first', 1, 10, 0],
    ['second', 2, 10, 10],
  ]);
});

it('means losses by the day in Paris', () => {
  const hours = at('2023-06-01T21:00:00Z', '2023-06-01T22:00:00Z', '2023-06-01T23:00:00Z');
  expect(Array.from(meansByGroup(byParisDay(hours), Float64Array.of(3, 5, 7)))).toEqual([3, 6]);
});
