import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../data/time.ts';
import { standardWindow, windowOf } from './window.ts';

const now = Date.UTC(2026, 10, 20, 12);
const asked = (window: { from?: number; to?: number }, most = 366 * DAY) =>
  windowOf(window, { now, most, standard: DAY });

it('is the last day when nothing is said', () => {
  expect(asked({})).toEqual({ ok: true, value: { from: now - DAY, to: now } });
});

it('ends now, or begins a day before its end', () => {
  expect(asked({ from: now - 3 * HOUR })).toEqual({ ok: true, value: { from: now - 3 * HOUR, to: now } });
  expect(asked({ to: now - DAY })).toEqual({ ok: true, value: { from: now - 2 * DAY, to: now - DAY } });
});

it('goes on a day from a start that lies ahead: forecasts do', () => {
  expect(asked({ from: now + HOUR })).toEqual({ ok: true, value: { from: now + HOUR, to: now + HOUR + DAY } });
});

it.each([[{ from: now, to: now }], [{ from: now, to: now - 1 }]])('refuses %o: empty or inverted', (window) => {
  expect(asked(window)).toMatchObject({ ok: false, failure: { reason: 'invalid', errors: [{ pointer: '?to' }] } });
});

it('refuses a window longer than the route bears, and says how long it may be', () => {
  expect(asked({ from: now - 400 * DAY, to: now })).toMatchObject({
    ok: false,
    failure: { errors: [{ pointer: '?from', detail: 'got a window of 400 days, want 366 at most' }] },
  });
});

it('is a month where facts come by the day or as they come, and a year where they come by the month', () => {
  expect(standardWindow({ grid: 15 * MINUTE })).toBe(DAY);
  expect((['paris-day', 'event', 'paris-month'] as const).map((grid) => standardWindow({ grid }) / DAY)).toEqual([
    31, 31, 366,
  ]);
});
