import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instantsIn, MINUTE, parisClock, parisTimeOn } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { loadDayAheadTso as model } from './model.ts';

const ISSUED_AT = Date.UTC(2026, 0, 20, 9);
const VALID_AT = ISSUED_AT + DAY;

/** Forty days of hours up to the end of tomorrow; RTE's forecast is `off` times the load that comes true. */
function past({ off, size = 1 }: { off: (at: Instant) => number; size?: number }) {
  const at = Float64Array.from(instantsIn({ from: VALID_AT - 40 * DAY, to: VALID_AT + DAY }, HOUR));
  const load = (one: Instant): number => size * (50_000 + 100 * parisClock(one).hour);
  const facts = new Map<string, Facts>([
    [factsKey('consumption/load_mw', 'FR'), { at, knownAt: at.map((one) => one + 75 * MINUTE), value: at.map(load) }],
    [
      factsKey('consumption/rte_day_ahead_mw', 'FR'),
      {
        at,
        knownAt: at.map((one) => parisTimeOn(one, { hour: 10, shiftDays: -1 })),
        value: at.map((one) => off(one) * load(one)),
      },
    ],
  ]);
  return historyAsOf<(typeof model.inputs)[number]>(facts, ISSUED_AT);
}

it('knows how far RTE was off: at this hour, this morning, over the week', () => {
  const row = model.row(past({ off: (at) => (at < ISSUED_AT - 10 * HOUR ? 1.02 : 1.04) }), 'FR', VALID_AT, ISSUED_AT);
  expect(row.rte_error_7d).toBeCloseTo(0.02, 10);
  expect(row.rte_error_week).toBeCloseTo(0.02, 10);
  expect(row.rte_error_morning).toBeCloseTo(0.04, 10);
  expect(row.rte_error_latest).toBeCloseTo(0.04, 10);
  // At 10:00 the hour from 10:00 of the day of issue is not over.
  expect(row.rte_error_1d).toBeNaN();
});

it('sees tomorrow as RTE does, over last week and over the day', () => {
  const row = model.row(past({ off: () => 1 }), 'FR', VALID_AT, ISSUED_AT);
  expect(row.rte_mw).toBe(51_000);
  expect(row.rte_over_load_7d).toBeCloseTo(1, 10);
  expect(row.rte_over_day).toBeCloseTo(51_000 / 51_150, 10);
});

it('has no unit but in its level and in RTE’s forecast', () => {
  const { level_mw, rte_mw, ...small } = model.row(past({ off: () => 1 }), 'FR', VALID_AT, ISSUED_AT);
  const twice = model.row(past({ off: () => 1, size: 2 }), 'FR', VALID_AT, ISSUED_AT);
  const { level_mw: levelTwice, rte_mw: rteTwice, ...large } = twice;
  expect([levelTwice / level_mw, rteTwice / rte_mw]).toEqual([2, 2]);
  expect(large).toEqual(small);
});

it('serves RTE’s forecast where its own graph must not answer, and last week without it', () => {
  expect(model.baseline(past({ off: () => 1.01 }), 'FR', VALID_AT, ISSUED_AT)).toBeCloseTo(1.01 * 51_000, 6);
  expect(model.baseline(past({ off: () => Number.NaN }), 'FR', VALID_AT, ISSUED_AT)).toBe(51_000);
});
