import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { Row } from '../../data/dataset.ts';
import { DAY, HOUR, MINUTE } from '../../data/time.ts';
import { ledger } from './ledger.ts';
import { seenKeys } from './seen-keys.ts';

const from = Date.UTC(2026, 0, 1);
const window = { from, to: from + 2 * HOUR };
const row = (area: string, minutes: number, load_mw: number | null): Row => ({
  area,
  at: from + minutes * MINUTE,
  load_mw,
  quality: 'real time',
});
const of = (fetchedAt: number, feed = {}) =>
  ledger(
    datasets.consumption,
    { columns: ['load_mw'], window: DAY, places: { area: ['FR'] }, ...feed },
    window,
    fetchedAt,
    { keys: seenKeys({ rows: 100 }) },
  );
const longAfter = window.to + 2 * DAY;

describe('keys', () => {
  it('are seen once, on the grid, off it and outside the window', () => {
    const seen = of(longAfter);
    for (const minutes of [0, 7, 600]) {
      expect(seen.see(row('FR', minutes, 1))).toBe(true);
      expect(seen.see(row('FR', minutes, 2))).toBe(false);
      expect(seen.see(row('FR-BRE', minutes, 1))).toBe(true);
    }
  });
});

it('looks at keys off the grid in further passes, and counts those on it in the first alone', () => {
  const keys = seenKeys({ rows: 4, mostKeys: 1 });
  const seen = ledger(datasets.consumption, { columns: [], window: DAY }, window, longAfter, { keys });
  const rows = [0, 7, 7, 0].map((minutes) => row('FR', minutes, 1));
  let again = rows.filter((each) => !seen.see(each)).length;
  for (let pass = 1; pass < keys.passes(); pass++) {
    keys.begin(pass);
    again += rows.filter((each) => !seen.seeAgain(each)).length;
  }
  expect(again).toBe(2);
});

describe('completeness', () => {
  it.each([
    [50_000, null],
    [null, 50_000],
  ])('counts a key that comes twice, %s and %s, as present once', (first, second) => {
    const seen = of(longAfter);
    for (const load of [first, second]) seen.see(row('FR', 0, load));
    expect(seen.completeness()).toMatchObject({ expected: 8, present: 1 });
  });

  it('names runs of missing steps, and counts a null as missing', () => {
    const seen = of(longAfter);
    for (const minutes of [0, 15, 60, 105]) seen.see(row('FR', minutes, 50_000));
    seen.see(row('FR', 30, null));
    expect(seen.completeness()).toMatchObject({
      columns: ['load_mw'],
      expected: 8,
      present: 4,
      places: [{ place: 'FR', expected: 8, present: 4 }],
      gaps: [
        { place: 'FR', from: from + 30 * MINUTE, to: from + 60 * MINUTE },
        { place: 'FR', from: from + 75 * MINUTE, to: from + 105 * MINUTE },
      ],
    });
  });

  it('does not call missing what a recent answer lacks at its end: that is late', () => {
    const seen = of(window.to);
    seen.see(row('FR', 0, 50_000));
    seen.see(row('FR', 30, 50_000));
    expect(seen.completeness()).toMatchObject({ expected: 3, present: 2 });
  });

  it('misses a place that the answer leaves out altogether', () => {
    const seen = of(longAfter, { places: { area: ['FR-PDL', 'FR-BRE'] } });
    for (let minutes = 0; minutes < 120; minutes += 15) seen.see(row('FR-PDL', minutes, 4_000));
    expect(seen.completeness()).toMatchObject({
      expected: 16,
      present: 8,
      // The worst place first.
      places: [
        { place: 'FR-BRE', expected: 8, present: 0 },
        { place: 'FR-PDL', expected: 8, present: 8 },
      ],
      gaps: [{ place: 'FR-BRE', ...window }],
    });
  });

  it('says per stretch of the window what is due and what is there', () => {
    const seen = of(longAfter, { places: { area: ['FR', 'FR-BRE'] } });
    for (const minutes of [0, 15, 30, 90]) seen.see(row('FR', minutes, 50_000));
    const { coverage } = seen.completeness()!;
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
    expect(coverage.lanes.map(({ place, present }) => [place, sum(present)])).toEqual([
      ['FR-BRE', 0],
      ['FR', 4],
    ]);
    expect(sum(coverage.expected)).toBe(8);
    const [, national] = coverage.lanes;
    const missing = coverage.expected.flatMap((due, i) => (due > (national?.present[i] ?? 0) ? [i] : []));
    // 45, 60, 75 and 105 minutes of 120, in sixtieths.
    expect(missing).toEqual([22, 30, 37, 52]);
  });

  it('misses everything of an old window without a row, and nothing of a recent one', () => {
    expect(of(longAfter).completeness()).toMatchObject({ expected: 8, present: 0, gaps: [{ place: 'FR', ...window }] });
    expect(of(window.to).completeness()).toMatchObject({ expected: 0, present: 0, gaps: [] });
  });

  it('expects every place of the dataset of a feed that names none', () => {
    expect(of(longAfter, { places: undefined }).completeness()).toMatchObject({ expected: 13 * 8 });
  });

  it('counts in the steps of the feed where they are longer', () => {
    const seen = of(longAfter, { grid: 30 * MINUTE });
    for (const minutes of [0, 30, 60, 90]) seen.see(row('FR', minutes, 50_000));
    for (const minutes of [15, 45]) seen.see(row('FR', minutes, null));
    expect(seen.completeness()).toMatchObject({ expected: 4, present: 4, gaps: [] });
  });

  it('expects nothing of a feed without a critical column', () => {
    expect(of(longAfter, { columns: ['wind_mw'] }).completeness()).toBeNull();
  });

  it.each([
    ['23 hours', Date.UTC(2026, 2, 28, 23), 23, 92],
    ['25 hours', Date.UTC(2026, 9, 24, 22), 25, 100],
  ])('expects every quarter of a Paris day of %s', (_, start, hours, quarters) => {
    const seen = ledger(
      datasets.consumption,
      { columns: ['load_mw'], window: DAY, places: { area: ['FR'] } },
      { from: start, to: start + hours * HOUR },
      start + 9 * DAY,
      { keys: seenKeys({ rows: 0 }) },
    );
    for (let i = 0; i < quarters; i++) {
      seen.see({ area: 'FR', at: start + i * 15 * MINUTE, load_mw: 50_000, quality: 'real time' });
    }
    expect(seen.completeness()).toMatchObject({ expected: quarters, present: quarters, gaps: [] });
  });
});

describe('what is owed for a part of the time', () => {
  const [summer, autumn] = [Date.UTC(2025, 8, 30, 20), Date.UTC(2025, 8, 30, 22)];
  const prices = (window: { from: number; to: number }) =>
    ledger(datasets['spot-price'], datasets['spot-price'].feeds[0], window, window.to + 9 * DAY, {
      keys: seenKeys({ rows: 0 }),
    });
  const price = (resolution: string, at: number): Row => ({
    zone: 'FR',
    resolution,
    at,
    price_eur_per_mwh: 40,
    quality: 'definitive',
  });

  it('is hours before quarters of an hour were sold, and nothing else', () => {
    const seen = prices({ from: summer, to: autumn });
    seen.see(price('PT60M', summer));
    expect(seen.completeness()).toMatchObject({
      expected: 2,
      present: 1,
      places: [{ place: 'FR/PT60M', expected: 2, present: 1 }],
      gaps: [{ place: 'FR/PT60M', from: summer + HOUR, to: autumn }],
    });
  });

  it('is quarters of an hour since', () => {
    const seen = prices({ from: autumn, to: autumn + HOUR });
    for (const minutes of [0, 15, 30, 45]) seen.see(price('PT15M', autumn + minutes * MINUTE));
    expect(seen.completeness()).toMatchObject({
      expected: 4,
      present: 4,
      places: [{ place: 'FR/PT15M', expected: 4, present: 4 }],
      gaps: [],
    });
  });

  it('is both in a window in which one follows the other, each in its own time', () => {
    const seen = prices({ from: summer, to: autumn + HOUR });
    for (const at of [summer, summer + HOUR]) seen.see(price('PT60M', at));
    const whole = seen.completeness();
    expect(whole).toMatchObject({ expected: 6, present: 2, gaps: [{ place: 'FR/PT15M', from: autumn }] });
    expect(whole?.coverage.lanes.map(({ place, expected }) => [place, expected?.reduce((a, b) => a + b)])).toEqual([
      ['FR/PT15M', 4],
      ['FR/PT60M', 2],
    ]);
  });
});
