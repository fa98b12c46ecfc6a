// When a feed is late.
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import { HOUR } from '../../data/time.ts';
import { lateFeeds } from './freshness.ts';

const [realTime] = datasets.consumption.feeds;
const feed = { ...realTime!, id: 'national', columns: ['load_mw', 'rte_day_ahead_mw'], staleAfter: 3 * HOUR };
const dataset = { ...datasets.consumption, feeds: [feed] };
const NOON = Date.UTC(2026, 10, 20, 12);

it('is late from the moment its newest fact is older than it promises', () => {
  const newest = { load: '2026-11-20T09:00:00Z', day_ahead: '2026-11-21T22:45:00Z' };
  expect(lateFeeds(dataset, newest, NOON)).toEqual([]);
  expect(lateFeeds(dataset, newest, NOON + 1)).toEqual([
    { dataset: 'consumption', feed: 'national', part: 'load', newest: '2026-11-20T09:00:00Z', stale_after_hours: 3 },
  ]);
});

it('is late when there is no fact of it at all', () => {
  expect(lateFeeds(dataset, { load: '2026-11-20T12:00:00Z' }, NOON)).toEqual([
    { dataset: 'consumption', feed: 'national', part: 'day_ahead', stale_after_hours: 3 },
  ]);
});

it('is never late when its facts come when they come', () => {
  expect(lateFeeds({ ...dataset, grid: 'event' }, {}, NOON)).toEqual([]);
});
