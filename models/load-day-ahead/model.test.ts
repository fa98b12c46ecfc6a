import { expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import { lastSlot } from '../../data/schedule.ts';
import { DAY, formatInstant, HOUR, type Instant, instantsIn, MINUTE, parisClock } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { loadDayAhead as model } from './model.ts';

const hoursOf = (issuedAt: Instant) => stepsIn(model.horizon.step, model.horizon.window(issuedAt));

/** Thirty-five days of quarter-hours before the end of the day of issue. */
function loads(issuedAt: Instant, loadAt: (at: Instant) => number) {
  const to = issuedAt + DAY;
  const at = Float64Array.from(instantsIn({ from: to - 36 * DAY, to }, 15 * MINUTE));
  const facts: Facts = { at, knownAt: at.map((one) => one + 30 * MINUTE), value: at.map(loadAt) };
  return historyAsOf<'consumption/load_mw'>(new Map([[factsKey(model.target, 'FR'), facts]]), issuedAt);
}

it('is issued at 10:00 in Paris, for every hour of the next day there: 24, or 23, or 25', () => {
  const issued = ['2026-01-20T12:00:00Z', '2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z'].map((now) =>
    lastSlot(model.horizon.issue, Date.parse(now)),
  );
  expect(issued.map(formatInstant)).toEqual(['2026-01-20T09:00:00Z', '2026-03-28T09:00:00Z', '2026-10-24T08:00:00Z']);
  expect(issued.map((issuedAt) => hoursOf(issuedAt).length)).toEqual([24, 23, 25]);
  expect(formatInstant(hoursOf(issued[0]!)[0]!)).toBe('2026-01-20T23:00:00Z');
});

it('sees of the day before only the hours that are known at 10:00: midnight to nine', () => {
  const issuedAt = Date.UTC(2026, 0, 20, 9);
  const history = loads(issuedAt, () => 50_000);
  const known = hoursOf(issuedAt).filter((at) => !Number.isNaN(model.row(history, 'FR', at, issuedAt).load_1d));
  expect(known.map((at) => parisClock(at).hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

it('serves quarter-hours and hours alike: an hour is the mean of its quarters', () => {
  const issuedAt = Date.UTC(2026, 0, 20, 9);
  const hourly = loads(issuedAt, (at) => 50_000 + parisClock(at).hour * 100);
  const quarters = loads(issuedAt, (at) => 50_000 + parisClock(at).hour * 100 + ((at % HOUR) / MINUTE - 22.5));
  const [validAt] = hoursOf(issuedAt);
  expect(model.row(quarters, 'FR', validAt!, issuedAt)).toEqual(model.row(hourly, 'FR', validAt!, issuedAt));
});

it('has no unit but in its level: twice the load gives the same row', () => {
  const issuedAt = Date.UTC(2026, 0, 20, 9);
  const load = (at: Instant) => 50_000 + parisClock(at).hour * 100 + parisClock(at).weekday * 1_000;
  const { level_mw: level, ...small } = model.row(loads(issuedAt, load), 'FR', issuedAt + DAY, issuedAt);
  const { level_mw: twice, ...large } = model.row(
    loads(issuedAt, (at) => 2 * load(at)),
    'FR',
    issuedAt + DAY,
    issuedAt,
  );
  expect(level).toBe(54_150);
  expect(twice).toBe(108_300);
  expect(large).toEqual(small);
});

it('takes last week, moved as the last day moved, for its baseline', () => {
  const issuedAt = Date.UTC(2026, 0, 20, 9);
  const colder = loads(issuedAt, (at) => (at >= issuedAt - 2 * DAY ? 66_000 : 60_000));
  expect(model.baseline(colder, 'FR', issuedAt + DAY, issuedAt)).toBeCloseTo(66_000, 6);
});

it('falls back on an older week where the last one is missing', () => {
  const issuedAt = Date.UTC(2026, 0, 20, 9);
  const gap = (at: Instant) => at >= issuedAt - 8 * DAY && at < issuedAt - 5 * DAY;
  const history = loads(issuedAt, (at) => (gap(at) ? Number.NaN : 60_000));
  expect(model.row(history, 'FR', issuedAt + DAY, issuedAt).load_7d).toBeNaN();
  expect(model.baseline(history, 'FR', issuedAt + DAY, issuedAt)).toBe(60_000);
});
