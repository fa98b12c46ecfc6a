import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { TEMPERATURE_INPUTS } from './forecast-days.ts';
import { surpriseOf } from './surprise.ts';

const ISSUED_AT = Date.UTC(2026, 0, 21, 9);
const TODAY = parisDay(ISSUED_AT).from;

/** Thirty days of load, and of temperatures that were foreseen. */
function surprise(loadAt: (at: Instant) => number, celsiusOn: (midnight: Instant) => number): number {
  const hours = Float64Array.from({ length: 30 * 24 }, (_, i) => ISSUED_AT - 30 * DAY + i * HOUR);
  const days = Float64Array.from({ length: 30 }, (_, i) => parisDay(ISSUED_AT, -i).from).sort();
  const load: Facts = { at: hours, knownAt: hours.map((at) => at + 75 * 60_000), value: hours.map(loadAt) };
  const weather: Facts = { at: days, knownAt: days.map((at) => at - 15 * HOUR), value: days.map(celsiusOn) };
  const facts = new Map([
    [factsKey('load', 'FR'), load],
    ...TEMPERATURE_INPUTS.map((series) => [factsKey(series, 'FR'), weather] as const),
  ]);
  const history = historyAsOf<'load' | (typeof TEMPERATURE_INPUTS)[number]>(facts, ISSUED_AT);
  return surpriseOf({ history, load: 'load', entity: 'FR', issuedAt: ISSUED_AT }).surprise_1w;
}
const mild = () => 18;
const ofWeek = (at: Instant) => 50 + parisClock(at).hour + 3 * parisClock(at).weekday;

it('is nothing while each day is like the one a week before', () => {
  expect(surprise(ofWeek, mild)).toBeCloseTo(0, 10);
});

it('is how far hours are from those of the week before, as a share', () => {
  expect(surprise((at) => ofWeek(at) * (at >= TODAY - 7 * DAY ? 1.1 : 1), mild)).toBeCloseTo(0.1, 10);
});

it('is not surprised by what cold weather takes once walls are cold, and is where the weather was foretold wrongly', () => {
  const cold = (midnight: Instant) => (midnight >= TODAY - 7 * DAY ? 5 : 15);
  const heated = (at: Instant) => ofWeek(at) * (at >= TODAY - 7 * DAY ? 1.27 : 1);
  // 0.135 off on the first of seven days, 0.054 on the second.
  expect(surprise(heated, cold)).toBeCloseTo(0.027, 10);
  expect(surprise(heated, () => 15)).toBeCloseTo(0.27, 10);
});

it('skips days of which too little is known, and is unknown without load or without weather', () => {
  const gap = (at: Instant) => at > ISSUED_AT - 4 * DAY && at < ISSUED_AT - 2 * DAY;
  expect(surprise((at) => (gap(at) ? Number.NaN : ofWeek(at)), mild)).toBeCloseTo(0, 10);
  expect(surprise(() => Number.NaN, mild)).toBeNaN();
  expect(surprise(ofWeek, () => Number.NaN)).toBeNaN();
});
