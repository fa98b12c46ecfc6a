import { expect, it } from 'vitest';
import { formatInstant } from '../../data/time.ts';
import { readHalfHours } from './half-hourly-load.ts';

const ALWAYS = { from: 0, to: Date.UTC(2100, 0, 1) };
const read = (...lines: string[]) => {
  const { facts } = readHalfHours(['date_local,time_local,consumption_mw', ...lines, ''].join('\n'), ALWAYS);
  const { at, knownAt, value } = facts.get('consumption/load_mw|FR')!;
  return Array.from(at, (one, i) => [formatInstant(one), formatInstant(knownAt[i]!), value[i]]);
};

it('reads labels as ends of half-hours in Paris: 24:00 ends the day', () => {
  expect(read('2018-01-15,00:30,61000', '2018-01-15,24:00,60000')).toEqual([
    ['2018-01-14T23:00:00Z', '2018-01-14T23:45:00Z', 61_000],
    ['2018-01-15T22:30:00Z', '2018-01-15T23:15:00Z', 60_000],
  ]);
});

it('leaves out the hour that March skips, and has that of October twice', () => {
  expect(read('2018-03-25,02:00,50000', '2018-03-25,02:30,50001', '2018-03-25,03:30,50002').map(([at]) => at)).toEqual([
    '2018-03-25T00:30:00Z',
    '2018-03-25T01:00:00Z',
  ]);
  expect(read('2018-10-28,02:30,50000', '2018-10-28,03:00,50001').map(([at, , mw]) => [at, mw])).toEqual([
    ['2018-10-28T00:00:00Z', 50_000],
    ['2018-10-28T00:30:00Z', 50_001],
    ['2018-10-28T01:00:00Z', 50_000],
    ['2018-10-28T01:30:00Z', 50_001],
  ]);
});

it('refuses other columns, and a line that is none', () => {
  expect(() => readHalfHours('a,b\n', ALWAYS)).toThrow('the columns are a,b');
  expect(() => read('2018-01-15,0:30,61000')).toThrow('line 2: got 2018-01-15,0:30,61000');
});
