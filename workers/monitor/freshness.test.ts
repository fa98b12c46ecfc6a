// When a feed is late.
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { HOUR } from '../../data/time.ts';
import { lateness } from './freshness.ts';

const [nationalLive] = datasets.consumption.feeds;
const feed = { ...nationalLive, columns: ['load_mw', 'rte_day_ahead_mw'], staleAfter: 3 * HOUR };
const NOON = Date.UTC(2026, 10, 20, 12);
const newest = { load: '2026-11-20T09:00:00Z', day_ahead: '2026-11-20T12:00:00Z' };
const state = { since: NOON - 30 * HOUR, succeededUntil: NOON, newest };
const late = { dataset: 'consumption', feed: 'national-live', stale_after_hours: 3 };

it('is late from the moment its newest fact is older than it promises', () => {
  expect(lateness(datasets.consumption, feed, state, NOON)).toEqual([]);
  expect(lateness(datasets.consumption, feed, state, NOON + 1)).toEqual([
    { ...late, late: 'part load', newest: '2026-11-20T09:00:00Z' },
  ]);
});

it('is late when no run has succeeded for longer than it promises, whatever the facts say', () => {
  const succeededUntil = NOON - 3 * HOUR - 1;
  expect(lateness(datasets.consumption, feed, { ...state, succeededUntil }, NOON)).toEqual([
    { ...late, late: 'runs', newest: '2026-11-20T08:59:59.999Z' },
  ]);
});

it('is late when it never brought anything, but not before its first facts could be old', () => {
  const never = { since: NOON - 3 * HOUR, succeededUntil: null, newest: {} };
  expect(lateness(datasets.consumption, feed, never, NOON)).toEqual([]);
  expect(lateness(datasets.consumption, feed, never, NOON + 1)).toEqual([
    { ...late, late: 'runs' },
    { ...late, late: 'part load' },
    { ...late, late: 'part day_ahead' },
  ]);
});

it('is never late by facts that come when they come', () => {
  expect(lateness({ ...datasets.consumption, grid: 'event' }, feed, { ...state, newest: {} }, NOON)).toEqual([]);
});
