import { expect, it } from 'vitest';
import { HOUR } from '../../../data/time.ts';
import { careEventsOf } from './care-events.ts';
import type { TurbineHour } from './turbine-hours.ts';

/** `count` hours of a turbine that fails after them. */
const untilFailure = (turbine: string, count: number): TurbineHour[] =>
  Array.from({ length: count }, (_, i) => ({
    turbine,
    at: i * HOUR,
    hoursToFailure: count - i - 1,
    hoursSinceRepair: Number.POSITIVE_INFINITY,
    component: 'generator',
    standing: false,
  }));
const FORTNIGHT = 14 * 24;

it('takes the two weeks that end in a failure, of which the last hours are going wrong', () => {
  const hours = untilFailure('a', FORTNIGHT + 100);
  const [event, ...more] = careEventsOf(
    hours,
    hours.map((_, i) => i >= FORTNIGHT),
    48,
  );
  expect(more).toEqual([]);
  expect(event?.kind).toBe('anomaly');
  expect(event?.flagged.filter(Boolean)).toHaveLength(100);
  // Hours with 48, 47 … 0 hours to go.
  expect(event!.flagged.length - event!.wrongFrom).toBe(49);
});

it('takes as normal what ends two weeks before a failure or earlier, in pieces of two weeks', () => {
  const hours = untilFailure('a', 4 * FORTNIGHT);
  const kinds = careEventsOf(
    hours,
    hours.map(() => false),
    48,
  ).map(({ kind }) => kind);
  expect(kinds).toEqual(['normal', 'normal', 'anomaly']);
});

it('never joins two turbines, nor a failure that has less than two weeks before it', () => {
  const hours = [...untilFailure('a', 300), ...untilFailure('b', 300)];
  expect(
    careEventsOf(
      hours,
      hours.map(() => false),
      48,
    ),
  ).toEqual([]);
});

it('waits four days after a repair', () => {
  const hours = untilFailure('a', 3 * FORTNIGHT).map((hour, i) => ({ ...hour, hoursSinceRepair: i }));
  const kinds = careEventsOf(
    hours,
    hours.map(() => false),
    48,
  ).map(({ kind }) => kind);
  expect(kinds).toEqual(['normal', 'anomaly']);
});

it('calls going wrong what is before the last failure of two weeks, and does not judge what is before an earlier one', () => {
  const [first, second] = [untilFailure('a', 20 * 24), untilFailure('a', 5 * 24)];
  const hours = [...first, ...second];
  const events = careEventsOf(
    hours,
    hours.map(() => false),
    48,
  );
  const last = events.at(-1)!;
  expect(events.map(({ kind, wrongFrom }) => [kind, wrongFrom])).toEqual([
    ['anomaly', 287],
    ['anomaly', 287],
  ]);
  // The first failure comes in hour 216 of the second stretch.
  expect([166, 167, 215, 216, 287].map((i) => last.operating[i])).toEqual([true, false, false, true, true]);
});
