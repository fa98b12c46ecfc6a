import { describe, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import { askedRuns } from './asked.ts';

const now = Date.UTC(2026, 10, 21, 10);
const asked = (request: object) =>
  askedRuns(
    { dataset: 'consumption', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', ...request },
    { now, requestId: 'r', unique: 'abcd1234' },
  );

it('is one run for each feed of the dataset, or for the one that is named', () => {
  const all = asked({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' });
  expect(all.ok && all.value.map(({ feed }) => feed)).toEqual([
    'national-live',
    'national-mix-live',
    'regional-live',
    'national-archive',
    'regional-archive',
  ]);
  const one = asked({ feed: 'regional-live' });
  expect(one.ok && one.value).toEqual([
    {
      id: 'consumption-regional-live-20260101T0000Z-abcd1234',
      dataset: 'consumption',
      feed: 'regional-live',
      trigger: 'request',
      requestId: 'r',
      from: Date.UTC(2026, 0, 1),
      to: Date.UTC(2026, 1, 1),
      dry: false,
    },
  ]);
});

it('asks a feed for no more than its sources still have, unless it is named', () => {
  const windows = (request: object) => {
    const runs = asked(request);
    return runs.ok && runs.value.map(({ feed, from }) => [feed, new Date(from).toISOString()]);
  };
  expect(windows({ from: '2026-09-01T00:00:00Z', to: '2026-10-01T00:00:00Z' })).toEqual([
    ['national-live', '2026-09-23T11:00:00.000Z'],
    ['national-mix-live', '2026-09-23T11:00:00.000Z'],
    ['regional-live', '2026-09-23T11:00:00.000Z'],
    ['national-archive', '2026-09-01T00:00:00.000Z'],
    ['regional-archive', '2026-09-01T00:00:00.000Z'],
  ]);
  expect(windows({})).toEqual([
    ['national-archive', '2026-01-01T00:00:00.000Z'],
    ['regional-archive', '2026-01-01T00:00:00.000Z'],
  ]);
  expect(windows({ feed: 'national-live' })).toEqual([['national-live', '2026-01-01T00:00:00.000Z']]);
});

it('is several runs when one would have too many steps', () => {
  const runs = asked({ feed: 'regional-archive', from: '2014-01-01T00:00:00Z', to: '2024-01-01T00:00:00Z' });
  expect(runs.ok && runs.value.map(({ from, to }) => (to - from) / DAY)).toEqual([2_480, 1_172]);
  expect(runs.ok && new Set(runs.value.map(({ id }) => id)).size).toBe(2);
});

it('may look as far ahead as the feed does', () => {
  const year = {
    dataset: 'calendar',
    feed: 'public-holidays',
    from: '2026-11-01T00:00:00Z',
    to: '2027-11-01T00:00:00Z',
  };
  expect(asked(year).ok).toBe(true);
});

it('is one run for all feeds where it replays, dry or not', () => {
  const replay = asked({ replay: true, dry: true });
  expect(replay.ok && replay.value).toMatchObject([
    { id: 'consumption-replay-20260101T0000Z-abcd1234', feed: 'replay', trigger: 'replay', dry: true },
  ]);
  expect(asked({ replay: true, feed: 'regional-live' })).toMatchObject({
    failure: { errors: [{ pointer: '/feed', detail: 'a replay is of all feeds: leave this out' }] },
  });
});

describe('refused is', () => {
  it.each([
    ['an unknown feed', { feed: 'gas' }, '/feed', 'got gas, want one of national-live'],
    ['a time without a zone', { from: '2026-01-01T00:00:00' }, '/from', 'want 2026-01-31T00:00:00Z'],
    ['a day that is none', { to: '2026-02-30T00:00:00Z' }, '/to', 'want 2026-01-31T00:00:00Z'],
    ['an inverted window', { to: '2025-12-01T00:00:00Z' }, '/to', 'is not after'],
    ['an empty window', { to: '2026-01-01T00:00:00Z' }, '/to', 'is not after'],
    ['a window before 2012', { from: '2011-12-31T23:59:59Z' }, '/from', 'want 2012-01-01T00:00:00Z or later'],
    ['the far future', { to: '2026-12-23T00:00:00Z' }, '/to', 'want 2026-11-23T10:00:00Z or earlier'],
  ])('%s', (_, request, pointer, detail) => {
    const refusal = asked(request);
    expect(refusal).toMatchObject({
      ok: false,
      failure: { reason: 'invalid', errors: [{ pointer, detail: expect.stringContaining(detail) }] },
    });
  });

  it('an unknown dataset', () => {
    expect(asked({ dataset: 'coal' })).toEqual({
      ok: false,
      failure: { reason: 'not_found', what: 'dataset', id: 'coal' },
    });
  });
});
