import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { DAY, HOUR } from '../../data/time.ts';
import { foreknowledge } from './foreknowledge.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const refusal = foreknowledge(datasets.consumption, NOON);
const row = (at: number, fields: object) => ({ area: 'FR', at, quality: 'real time' as const, ...fields });

it('refuses what is measured after it was told', () => {
  expect(refusal(row(Date.UTC(2099, 0, 1), { load_mw: 50_000 }))).toBe(
    'load: could only be known at 2099-01-01T00:30:00Z, want 2026-11-22T00:00:00Z or earlier',
  );
  expect(refusal(row(NOON + 3 * DAY, { load_mw: null, wind_mw: 5 }))).toMatch('mix: could only be known');
});

it('takes a forecast for what it is', () => {
  expect(refusal(row(NOON + 40 * HOUR, { load_mw: null, rte_day_ahead_mw: 50_000 }))).toBeNull();
  expect(refusal(row(NOON + 24 * HOUR, { rte_intraday_mw: 50_000 }))).toBeNull();
  expect(refusal(row(NOON + 30 * DAY, { rte_day_ahead_mw: 50_000 }))).toMatch('day_ahead: could only be known');
});

it('takes what is past, and what says nothing yet', () => {
  expect(refusal(row(NOON, { load_mw: 50_000 }))).toBeNull();
  expect(refusal(row(NOON + 30 * DAY, { load_mw: null }))).toBeNull();
});
