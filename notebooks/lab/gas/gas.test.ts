// Blocks that stay together, and curves of whole days.
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, instantsIn } from '../../../data/time.ts';
import { blockBootstrap } from './block-bootstrap.ts';
import { dayCurves, overDayMean, overRegionMean } from './day-curves.ts';

describe('a bootstrap of blocks', () => {
  const value = [1, 1, 1, 3, 3, 3];
  const mean = (rows: readonly number[]) => rows.reduce((sum, row) => sum + value[row]!, 0) / rows.length;

  it('draws whole blocks: two blocks of three rows give a mean of 1, 2 or 3 and nothing between', () => {
    const seen = new Set<number>();
    const figure = (rows: readonly number[]) => {
      seen.add(mean(rows));
      return mean(rows);
    };
    const bounds = blockBootstrap({ block: [7, 7, 7, 9, 9, 9], figure, seed: 1, draws: 60 });
    expect(seen).toEqual(new Set([1, 2, 3]));
    expect(bounds).toEqual({ value: 2, low: 1, high: 3 });
  });
});

describe('curves of days', () => {
  /** From Friday 27 to Monday 30 March 2026, over the Sunday of 23 hours; Occitanie has two operators. */
  const window = { from: Date.UTC(2026, 2, 26, 23), to: Date.UTC(2026, 2, 30, 22) };
  const at = Float64Array.from(instantsIn(window, HOUR));
  const hours = (mwh: number, keep: (at: number) => boolean = () => true) => {
    const kept = at.filter(keep);
    return { at: kept, knownAt: kept, value: kept.map(() => mwh) };
  };
  const known = new Map([
    ['gas/consumption_mwh|natran/distribution/FR-OCC', hours(2)],
    ['gas/consumption_mwh|terega/distribution/FR-OCC', hours(3, (one) => one !== window.from + DAY + HOUR)],
    ['gas/consumption_mwh|natran/distribution/FR-IDF', hours(7)],
  ]);

  it('are 24 sums over operators, without days of 23 hours and days of which an operator lacks an hour', () => {
    const { days, mwh } = dayCurves(known, window, ['FR-OCC', 'FR-IDF']);
    expect(days.map(({ region, at: day }) => `${region} ${new Date(day).toISOString().slice(0, 13)}`)).toEqual([
      'FR-OCC 2026-03-26T23',
      'FR-OCC 2026-03-29T22',
      'FR-IDF 2026-03-26T23',
      'FR-IDF 2026-03-27T23',
      'FR-IDF 2026-03-29T22',
    ]);
    expect(Array.from(mwh)).toEqual([...new Array<number>(48).fill(5), ...new Array<number>(72).fill(7)]);
  });

  it('are made comparable by the mean of the region, or of the day', () => {
    const days = [
      { region: 'FR-IDF', at: 0 },
      { region: 'FR-IDF', at: DAY },
    ];
    const mwh = Float64Array.from({ length: 48 }, (_, i) => (i < 24 ? 10 : 30));
    expect([...new Set(overRegionMean({ days, mwh }))]).toEqual([0.5, 1.5]);
    expect([...new Set(overDayMean({ days, mwh }))]).toEqual([1]);
  });
});
