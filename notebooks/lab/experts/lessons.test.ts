import { expect, it } from 'vitest';
import { DAY, formatInstant, HOUR } from '../../../data/time.ts';
import { loadDayAhead as model } from '../../../models/load-day-ahead/model.ts';
import { examplesOf } from '../examples.ts';
import { lessonsBefore, withBadDays } from './lessons.ts';

const from = Date.UTC(2020, 1, 1, 23);
const hours = Float64Array.from({ length: 60 * 24 }, (_, i) => from + i * HOUR);
const midnights = Float64Array.from({ length: 60 }, (_, i) => from + i * DAY);
const MEAN = 'weather-day-ahead/temperature_mean_celsius';
const facts = new Map([
  [
    'consumption/load_mw|FR',
    { at: hours, knownAt: hours.map((at) => at + 75 * 60_000), value: hours.map((_, i) => 50_000 + i) },
  ],
  [`${MEAN}|FR`, { at: midnights, knownAt: midnights.map((at) => at - 15 * HOUR), value: midnights.map(() => 8) }],
]);
const window = { from: Date.UTC(2020, 2, 5, 23), to: Date.UTC(2020, 2, 25, 23) };
const plain = examplesOf(model, facts, window);
const column = model.features.indexOf('temperature_mean');
const blindIn = ({ x }: { readonly x: Float32Array }, at: number): boolean =>
  Number.isNaN(x[at * model.features.length + column]!);

it('teaches a tenth of the days again as late, and another tenth without weather', () => {
  const all = withBadDays(model, facts, plain);
  expect([plain.target.length, all.target.length]).toEqual([480, 576]);
  expect(all.target.subarray(0, 480)).toEqual(plain.target);
  expect(plain.target.some((_, at) => blindIn(plain, at))).toBe(false);
  const again = Array.from({ length: 96 }, (_, i) => 480 + i);
  // A forecast of the weather that is known at 09:00 UTC is late with all the rest.
  expect(again.every((at) => blindIn(all, at))).toBe(true);
});

it('counts the days of confinement for less, and ends before the day it is told', () => {
  const until = Date.UTC(2020, 2, 20, 23);
  const { target, weights } = lessonsBefore(plain, until);
  expect(target.length).toBe(15 * 24);
  const lighter = Array.from(weights.keys()).filter((i) => weights[i] === 0.3);
  expect(formatInstant(plain.validAt[lighter[0]!]!)).toBe('2020-03-16T00:00:00Z');
  expect(lighter.length).toBe(4 * 24 + 23);
});
