// What is unlikely of a place's values, by the rules of its definition.
import { describe, expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { AnomalyRule, DatasetDefinition, Row } from '../../data/dataset.ts';
import { DAY, HOUR, instantsAtParis, MINUTE } from '../../data/time.ts';
import { detector } from './anomalies.ts';
import { type Usual, usualOf } from './usual.ts';

const QUARTER = 15 * MINUTE;
const from = Date.UTC(2026, 0, 5);
const row = (at: number, load_mw: number | null, area = 'FR'): Row => ({ area, at, load_mw, quality: 'real time' });

function found(
  rules: readonly AnomalyRule[],
  rows: readonly Row[],
  { grid, usual = null }: { grid?: number; usual?: Usual | null } = {},
) {
  const definition: DatasetDefinition = {
    ...datasets.consumption,
    quality: { critical: ['load_mw'], anomalies: rules },
  };
  const { see, detected } = detector({ definition, grid, usual });
  for (const one of rows) see(one, String(one['area']));
  return detected();
}
const line = (values: readonly (number | null)[], area = 'FR', step = QUARTER) =>
  values.map((value, i) => row(from + i * step, value, area));

describe('a jump', () => {
  const rules: AnomalyRule[] = [{ kind: 'jump', column: 'load_mw', most: 3_000 }];

  it('is more than the rule allows from one step to the next, either way', () => {
    const { first, rules: counts } = found(rules, line([50_000, 53_000, 56_001, 52_000]));
    expect(counts).toEqual([{ judged: 3, found: 2 }]);
    expect(first).toEqual([
      { rule: 0, place: 'FR', at: from + 2 * QUARTER, value: 56_001, measured: 3_001, limit: 3_000 },
      { rule: 0, place: 'FR', at: from + 3 * QUARTER, value: 52_000, measured: -4_001, limit: 3_000 },
    ]);
  });

  it('is none across a gap, nor from one place to another', () => {
    expect(found(rules, [row(from, 50_000), row(from + 2 * QUARTER, 60_000)]).first).toEqual([]);
    const mixed = [
      row(from, 50_000),
      row(from, 4_000, 'FR-BRE'),
      row(from + QUARTER, 50_100),
      row(from + QUARTER, 4_010, 'FR-BRE'),
    ];
    expect(found(rules, mixed).rules).toEqual([{ judged: 2, found: 0 }]);
  });

  it('may be as many times larger as a coarser feed has longer steps', () => {
    const hourly = line([50_000, 61_000, 49_000], 'FR', HOUR);
    expect(found(rules, hourly, { grid: HOUR }).first).toEqual([]);
    expect(found(rules, line([50_000, 62_500], 'FR', HOUR), { grid: HOUR }).first).toMatchObject([{ limit: 12_000 }]);
  });

  it('passes over what is missing, and over the same key again', () => {
    const rows = [row(from, 50_000), row(from, 60_000), row(from + QUARTER, null), row(from + QUARTER, 50_100)];
    expect(found(rules, rows)).toMatchObject({ rules: [{ judged: 1, found: 0 }], outOfOrder: 0 });
  });

  it('is not sought in rows that come after a later one: they are counted', () => {
    const rows = [row(from + QUARTER, 50_000), row(from, 10_000), row(from + 2 * QUARTER, 50_100)];
    expect(found(rules, rows)).toMatchObject({ rules: [{ judged: 1, found: 0 }], outOfOrder: 1 });
  });

  it.each([
    ['2026-03-29', 92],
    ['2026-10-25', 100],
  ])('is none where the clocks change: %s has %i quarter-hours in a row', (date, quarters) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
    const midnight = instantsAtParis({ year, month, day })[0]!;
    const rows = Array.from({ length: quarters }, (_, i) => row(midnight + i * QUARTER, 50_000 + 2_900 * (i % 2)));
    expect(found(rules, rows)).toMatchObject({ rules: [{ judged: quarters - 1, found: 0 }], outOfOrder: 0 });
  });
});

describe('a flat line', () => {
  const rules: AnomalyRule[] = [{ kind: 'flat', column: 'load_mw', steps: 4, except: 0 }];

  it('is so many equal values in a row, told once, with its beginning and its end', () => {
    const { first } = found(rules, line([1, 2, 2, 2, 2, 2, 3]));
    expect(first).toEqual([
      { rule: 0, place: 'FR', at: from + QUARTER, until: from + 5 * QUARTER, value: 2, measured: 5, limit: 4 },
    ]);
  });

  it('is told also where the rows end', () => {
    expect(found(rules, line([5, 5, 5, 5])).first).toMatchObject([{ measured: 4 }]);
  });

  it('is none of three, none across a gap, and none of the value that may well stand still', () => {
    expect(found(rules, line([2, 2, 2, 1])).first).toEqual([]);
    const across = [0, 1, 4, 5].map((i) => row(from + i * QUARTER, 2));
    expect(found(rules, across).first).toEqual([]);
    expect(found(rules, line([0, 0, 0, 0, 0, 0])).first).toEqual([]);
  });
});

describe('a range', () => {
  const rules: AnomalyRule[] = [{ kind: 'range', column: 'load_mw', low: 25_000, high: 100_000, places: ['FR'] }];
  it('is of the places it names, and says which end was crossed', () => {
    const rows = [row(from, 24_999), row(from, 4_000, 'FR-BRE'), row(from + QUARTER, 100_001)];
    expect(found(rules, rows)).toMatchObject({
      rules: [{ judged: 2, found: 2 }],
      first: [{ limit: 25_000 }, { limit: 100_000 }],
    });
  });
});

describe('what is unusual for the hour', () => {
  const rules: AnomalyRule[] = [{ kind: 'unusual', column: 'load_mw', deviations: 6 }];
  const hour = (figures: { hour: number; median: number; mad: number; meanDistance: number }) =>
    usualOf([{ place: 'FR', column: 'load_mw', ...figures }]);

  it('is so many robust deviations from the median at that hour in Paris', () => {
    const usual = hour({ hour: 8, median: 60_000, mad: 1_000, meanDistance: 1_200 });
    const at = Date.UTC(2026, 0, 5, 7);
    const { first, rules: counts } = found(rules, [row(at, 68_800), row(at + QUARTER, 69_000)], { usual });
    expect(counts).toEqual([{ judged: 2, found: 1 }]);
    expect(first).toMatchObject([{ at: at + QUARTER, value: 69_000, usual: 60_000, limit: 6 }]);
    expect(first[0]?.measured).toBeCloseTo(9_000 / 1_482.6, 6);
  });

  it('is measured by the mean distance where more than half of the values are equal, and the MAD is 0', () => {
    const usual = hour({ hour: 8, median: 0, mad: 0, meanDistance: 10 });
    const at = Date.UTC(2026, 0, 5, 7);
    const { first } = found(rules, [row(at, 75), row(at + QUARTER, 76)], { usual });
    expect(first).toMatchObject([{ value: 76 }]);
    expect(first[0]?.measured).toBeCloseTo(76 / 12.53314, 6);
  });

  it('is not judged where nothing has ever varied, at hours without history, and without any: the report says so', () => {
    const never = hour({ hour: 8, median: 0, mad: 0, meanDistance: 0 });
    const at = Date.UTC(2026, 0, 5, 7);
    for (const usual of [never, hour({ hour: 9, median: 1, mad: 1, meanDistance: 1 }), null])
      expect(found(rules, [row(at, 5_000)], { usual }).rules).toEqual([
        { judged: 0, found: 0, skipped: 'little history' },
      ]);
  });

  it('takes the hour from the clock in Paris on both sides of a change', () => {
    const usual = hour({ hour: 8, median: 60_000, mad: 1_000, meanDistance: 1_000 });
    const winter = Date.UTC(2026, 2, 28, 7);
    const summer = Date.UTC(2026, 2, 29, 6);
    expect(found(rules, [row(winter, 60_000), row(summer, 60_000)], { usual }).rules).toEqual([
      { judged: 2, found: 0 },
    ]);
  });
});

it('keeps the first of many and counts all', () => {
  const rows = Array.from({ length: 4_000 }, (_, i) => row(from + i * DAY, 200_000 + i));
  const { first, rules } = found([{ kind: 'range', column: 'load_mw', low: 0, high: 1 }], rows);
  expect(rules).toEqual([{ judged: 4_000, found: 4_000 }]);
  expect(first).toHaveLength(20);
});
