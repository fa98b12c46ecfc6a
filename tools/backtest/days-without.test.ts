import { expect, it } from 'vitest';
import { DAY, midnightOf } from '../../data/time.ts';
import { factsKey } from '../../models/history.ts';
import { daysWithout } from './days-without.ts';

const LOAD = 'consumption/load_mw';
const MEAN = 'weather-day-ahead/temperature_mean_celsius';
const STRIKES = 'strike-day/movements_count';
const model = { target: LOAD, inputs: [LOAD, MEAN, STRIKES], entities: ['FR'] } as const;
const from = midnightOf('2024-07-01') ?? Number.NaN;
const window = { from, to: from + 10 * DAY };
const weatherOf = (days: readonly number[]) => {
  const at = Float64Array.from(days, (day) => from + day * DAY);
  return new Map([[factsKey(MEAN, 'FR'), { at, knownAt: at, value: at.map(() => 20) }]]);
};

it('counts the days whose weather is missing, in the middle and at the end', () => {
  expect(daysWithout(model, weatherOf([-1, 0, 1, 2, 3, 5, 6, 7, 12]), window)).toEqual({ 'weather-day-ahead': 3 });
});

it('says nothing where all is there, nor of strikes that were none', () => {
  expect(daysWithout(model, weatherOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), window)).toEqual({});
});

it('counts all of them where there is nothing', () => {
  expect(daysWithout(model, new Map(), window)).toEqual({ 'weather-day-ahead': 10 });
});
