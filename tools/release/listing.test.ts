import { expect, it } from 'vitest';
import { listing } from './listing.ts';

const release = (id: string, bundled = false) => ({
  id,
  trained_at: '2026-11-20T10:00:00.123Z',
  metrics: {},
  bundled,
});

it('says who answers as what, what a rollback would do, and why it is so', () => {
  const releases = [release('2026-11-20-bbbbbbbb'), release('2026-11-01-aaaaaaaa', true)];
  const at = '2026-11-21T09:00:00Z';
  const aliases = {
    version: 3,
    live: '2026-11-01-aaaaaaaa',
    canary: { release: '2026-11-20-bbbbbbbb', percent: 10 },
    before: ['2026-10-01-cccccccc'],
    changes: [
      {
        at,
        by: 'ana',
        reason: 'better on storms',
        what: 'canary',
        alias: 'canary',
        release: '2026-11-20-bbbbbbbb',
        percent: 10,
      },
      { at, by: 'ana', reason: 'worse', what: 'rollback', alias: 'live', release: '2026-11-01-aaaaaaaa' },
      { at, by: 'ben', reason: 'seen enough', what: 'clear', alias: 'shadow' },
    ],
  };
  expect(listing.text('load-day-ahead', releases, aliases)).toBe(
    `load-day-ahead, version 3; a rollback makes 2026-10-01-cccccccc live
2026-11-20-bbbbbbbb  trained 2026-11-20T10:00Z  canary 10 %
2026-11-01-aaaaaaaa  trained 2026-11-20T10:00Z  live, bundled
  2026-11-21T09:00:00Z ana: 2026-11-20-bbbbbbbb canary 10 %, "better on storms"
  2026-11-21T09:00:00Z ana: back to 2026-11-01-aaaaaaaa, "worse"
  2026-11-21T09:00:00Z ben: no shadow any more, "seen enough"`,
  );
});
