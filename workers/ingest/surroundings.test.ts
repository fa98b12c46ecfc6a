import { expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { socialMovement } from '../../data/social-movement/dataset.ts';
import { freshnessOf } from './surroundings.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const NEWEST = { load: '2026-11-21T06:00:00Z' };
const load = (feed: string) => freshnessOf(consumption, feed, NEWEST, NOW).find(({ part }) => part === 'load');

it('asks the quickest feed for the newest facts of a part, and no archive', () => {
  expect(load('national-live')).toEqual({
    part: 'load',
    newest: '2026-11-21T06:00:00Z',
    staleAfterSeconds: 10_800,
    stale: true,
  });
  expect(load('national-archive')).toEqual({
    part: 'load',
    newest: '2026-11-21T06:00:00Z',
    staleAfterSeconds: 864_000,
  });
});

it('finds a part without any fact late', () => {
  expect(freshnessOf(consumption, 'national-live', {}, NOW)).toContainEqual({
    part: 'load',
    staleAfterSeconds: 10_800,
    stale: true,
  });
});

it('finds nothing late in what comes when it comes, nor in what people send', () => {
  expect(freshnessOf(socialMovement, 'list', {}, NOW).filter(({ stale }) => stale !== undefined)).toEqual([]);
  expect(freshnessOf(consumption, 'upload', {}, NOW).map(({ stale }) => stale)).not.toContain(true);
});
