import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant, parisClock, parisDay } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { unrestOf } from './unrest.ts';
import type { Asked } from './whole-hour.ts';

const ISSUED_AT = Date.UTC(2026, 0, 20, 9);

function asked(loadAt: (at: Instant) => number): Asked<'load'> {
  const at = Float64Array.from({ length: 30 * 24 }, (_, i) => ISSUED_AT - 30 * DAY + i * HOUR);
  const facts: Facts = { at, knownAt: at.map((one) => one + 75 * 60_000), value: at.map(loadAt) };
  const history = historyAsOf<'load'>(new Map([[factsKey('load', 'FR'), facts]]), ISSUED_AT);
  return { history, series: 'load', entity: 'FR', issuedAt: ISSUED_AT };
}

it('is nothing while each day has the shape of the week before, however large it is', () => {
  const growing = (at: Instant) =>
    (1 + 0.01 * Math.round((parisDay(at).from - ISSUED_AT) / DAY)) * (50 + parisClock(at).hour);
  expect(unrestOf(asked(growing)).unrest_3w).toBeCloseTo(0, 10);
});

it('is how far hours are from those of the week before, as a share', () => {
  // In every other week mornings are a tenth more and afternoons a tenth less.
  const isOdd = (at: Instant) => Math.floor((parisDay(at).from - parisDay(ISSUED_AT).from) / (7 * DAY)) % 2 === 0;
  const swinging = (at: Instant) => 100 + (isOdd(at) ? 10 * (parisClock(at).hour < 12 ? 1 : -1) : 0);
  expect(unrestOf(asked(swinging)).unrest_3w).toBeGreaterThan(0.09);
  expect(unrestOf(asked(swinging)).unrest_3w).toBeLessThan(0.11);
});

it('skips days without a shape, and is unknown without any', () => {
  const gap = (at: Instant) => at > ISSUED_AT - 6 * DAY && at < ISSUED_AT - 4 * DAY;
  expect(unrestOf(asked((at) => (gap(at) ? Number.NaN : 50 + parisClock(at).hour))).unrest_3w).toBeCloseTo(0, 10);
  expect(unrestOf(asked(() => Number.NaN)).unrest_3w).toBeNaN();
});
