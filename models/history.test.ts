import { expect, it } from 'vitest';
import { type Facts, factsKey, historyAsOf } from './history.ts';

const facts: Facts = {
  at: Float64Array.of(0, 10, 20, 30),
  knownAt: Float64Array.of(5, 15, 99, 35),
  value: Float64Array.of(100, Number.NaN, 300, 400),
};
const all = new Map([[factsKey('load', 'FR'), facts]]);

it('shows a fact from the instant at which it could be known', () => {
  expect(historyAsOf(all, 34).at('load', 'FR', 30)).toBeNaN();
  expect(historyAsOf(all, 35).at('load', 'FR', 30)).toBe(400);
  // Older than the fact at 30, and known later.
  expect(historyAsOf(all, 98).at('load', 'FR', 20)).toBeNaN();
  expect(historyAsOf(all, 99).at('load', 'FR', 20)).toBe(300);
});

it('means what is known in a half-open window, and is NaN where nothing is', () => {
  const history = historyAsOf(all, 99);
  expect(history.mean('load', 'FR', 0, 30)).toBe(200);
  expect(history.mean('load', 'FR', 0, 31)).toBeCloseTo(266.67, 2);
  expect(history.mean('load', 'FR', 10, 10)).toBeNaN();
  expect(history.mean('load', 'FR-BRE', 0, 30)).toBeNaN();
  expect(history.mean('wind', 'FR', 0, 30)).toBeNaN();
});

it('measures staleness from the newest value that is known', () => {
  expect(historyAsOf(all, 34).newest('load', 'FR')).toBe(0);
  expect(historyAsOf(all, 40).newest('load', 'FR')).toBe(30);
  expect(historyAsOf(all, 4).newest('load', 'FR')).toBeNaN();
  expect(historyAsOf(all, 4).newest('load', 'FR-BRE')).toBeNaN();
});

it('shows of a corrected value the version that was known at the time, and counts it once', () => {
  const corrected: Facts = {
    at: Float64Array.of(0, 10, 10, 10, 20),
    knownAt: Float64Array.of(5, 15, 50, 90, 25),
    value: Float64Array.of(100, 200, 230, 260, 300),
  };
  const asOf = (issuedAt: number) => historyAsOf(new Map([[factsKey('load', 'FR'), corrected]]), issuedAt);
  expect([14, 15, 49, 50, 89, 90].map((issuedAt) => asOf(issuedAt).at('load', 'FR', 10))).toEqual([
    Number.NaN,
    200,
    200,
    230,
    230,
    260,
  ]);
  expect(asOf(60).mean('load', 'FR', 0, 30)).toBe(210);
});
