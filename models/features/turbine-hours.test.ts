import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../data/time.ts';
import { factsKey, historyAsOf } from '../history.ts';
import { hoursUntil, meanKnown } from './turbine-hours.ts';

const NOON = Date.UTC(2026, 0, 21, 12);

it('gives the means of whole hours, the newest last, NaN for an hour without a word', () => {
  const minutes = Array.from({ length: 180 }, (_, m) => NOON + m * MINUTE).filter(
    (at) => at < NOON + HOUR || at >= NOON + 2 * HOUR,
  );
  const facts = {
    at: Float64Array.from(minutes),
    knownAt: Float64Array.from(minutes, (at) => at + MINUTE),
    value: Float64Array.from(minutes, (at) => (at % HOUR) / MINUTE),
  };
  const history = historyAsOf(new Map([[factsKey('vibration', 'T001'), facts]]), NOON + 3 * HOUR);
  expect(Array.from(hoursUntil(history, 'vibration', 'T001', NOON + 2 * HOUR, 3))).toEqual([29.5, Number.NaN, 29.5]);
});

it('means what is known of a stretch, counted from its end', () => {
  const values = [9, 1, Number.NaN, 3];
  expect([meanKnown(values), meanKnown(values, -3), meanKnown(values, -3, -2)]).toEqual([13 / 3, 2, 1]);
  expect(meanKnown(values, -2, -1)).toBeNaN();
  expect(meanKnown(values, -100)).toBe(13 / 3);
});
