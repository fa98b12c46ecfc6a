import { expect, it } from 'vitest';
import { firstLoads } from './first-loads.ts';

const url = 'http://127.0.0.1:8787';
const run = (dataset: string, feed: string, status: 'succeeded' | 'failed') => ({ dataset, feed, status });
const published = [{ model: 'load-day-ahead' }];
const why = 'The first forecast of load-day-ahead is not made yet: it comes once there is enough of a past.';

it('says that all is there only where it is', () => {
  const feeds = [run('consumption', 'national-live', 'succeeded'), run('weather', 'recent', 'succeeded')];
  expect(firstLoads({ feeds, forecasts: published, url })).toEqual(['data loaded, forecast published']);
});

it('says how many feeds have loaded, which failed and where their reasons stand', () => {
  const failed = ['archive', 'recent', 'issued', 'normals'].map((feed) => run('weather', feed, 'failed'));
  const feeds = [run('city', 'file', 'succeeded'), ...failed];
  expect(firstLoads({ feeds, forecasts: published, url })).toEqual([
    '1 of 5 feeds loaded, failed: weather/archive, weather/recent, weather/issued and 1 more (http://127.0.0.1:8787/quality says why)',
    'forecast published',
  ]);
});

it('does not speak of a forecast that nobody can read', () => {
  const feeds = [run('city', 'file', 'succeeded')];
  expect(firstLoads({ feeds, forecasts: [{ model: 'load-day-ahead', why }], url })).toEqual([
    'data loaded',
    `no forecast of load-day-ahead yet: ${why}`,
  ]);
});

it('does not call nothing data', () => {
  expect(firstLoads({ feeds: [], forecasts: published, url })).toEqual(['nothing loaded', 'forecast published']);
});
