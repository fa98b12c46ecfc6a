import { expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../data/time.ts';
import { sameHourDaysBefore } from './same-hour.ts';

const before = (at: string, days: number): string => formatInstant(sameHourDaysBefore(parseInstant(at)!, days));

it('keeps the hour within a season', () => {
  expect(before('2026-01-21T18:00:00Z', 7)).toBe('2026-01-14T18:00:00Z');
  expect(before('2026-07-21T18:00:00Z', 7)).toBe('2026-07-14T18:00:00Z');
});

it('keeps the hour on the wall, not the one in UTC, across the night of March', () => {
  // 19:00 in summer time is 17:00 UTC; a week before, 19:00 in winter time was 18:00 UTC.
  expect(before('2026-04-01T17:00:00Z', 7)).toBe('2026-03-25T18:00:00Z');
});

it('keeps the hour on the wall across the night of October', () => {
  expect(before('2026-10-28T18:00:00Z', 7)).toBe('2026-10-21T17:00:00Z');
});

it('reads the hour that March skips as the hour before it', () => {
  // 02:00 on 5 April; on 29 March clocks went from 01:59 to 03:00.
  expect(before('2026-04-05T00:00:00Z', 7)).toBe('2026-03-29T00:00:00Z');
  expect(before('2026-04-05T01:00:00Z', 7)).toBe('2026-03-29T01:00:00Z');
});

it('gives both 02:00s of October the one 02:00 of the week before', () => {
  expect(before('2026-10-25T00:00:00Z', 7)).toBe('2026-10-18T00:00:00Z');
  expect(before('2026-10-25T01:00:00Z', 7)).toBe('2026-10-18T00:00:00Z');
});

it('reads the hour lived twice as the one in winter time, from a day in winter time', () => {
  expect(before('2026-11-01T01:00:00Z', 7)).toBe('2026-10-25T01:00:00Z');
});
