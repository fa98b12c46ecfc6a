import { describe, expect, it } from 'vitest';
import { DAY, type TimeWindow } from '../../../data/time.ts';
import { blockedFolds } from './blocked-folds.ts';
import { examplesIn } from './examples-in.ts';
import { randomSplit } from './random-split.ts';
import { expandingOrigins, type Fold, slidingOrigins } from './rolling-origin.ts';

const days = ({ from, to }: TimeWindow) => [from / DAY, to / DAY];
const inDays = (folds: readonly Fold[]) => folds.map(({ train, judge }) => [...train.map(days), '|', days(judge)]);
const tenDays = { from: 0, to: 10 * DAY };

describe('a rolling origin', () => {
  it('trains on all that came before, or on the newest stretch, with a gap', () => {
    const rolling = { within: tenDays, train: 4 * DAY, judge: 2 * DAY, gap: DAY };
    expect(inDays(expandingOrigins(rolling))).toEqual([
      [[0, 4], '|', [5, 7]],
      [[0, 6], '|', [7, 9]],
    ]);
    expect(inDays(slidingOrigins(rolling))).toEqual([
      [[0, 4], '|', [5, 7]],
      [[2, 6], '|', [7, 9]],
    ]);
  });

  it('refuses a window that holds not one fold', () => {
    expect(() => expandingOrigins({ within: tenDays, train: 10 * DAY, judge: DAY })).toThrow('do not fit into');
  });
});

describe('blocked folds', () => {
  it('judge every day once, and train on what is a gap away on either side', () => {
    expect(inDays(blockedFolds({ within: tenDays, folds: 5, gap: DAY }))).toEqual([
      [[3, 10], '|', [0, 2]],
      [[0, 1], [5, 10], '|', [2, 4]],
      [[0, 3], [7, 10], '|', [4, 6]],
      [[0, 5], [9, 10], '|', [6, 8]],
      [[0, 7], '|', [8, 10]],
    ]);
  });

  it('refuse a gap that leaves nothing', () => {
    expect(() => blockedFolds({ within: tenDays, folds: 2, gap: 6 * DAY })).toThrow(
      'leaves nothing to train fold 1 on',
    );
  });
});

it('takes the examples of several stretches, bounds half open', () => {
  const column = Float64Array.of(0, 1, 2, 3);
  const examples = {
    features: ['x'],
    x: Float32Array.from(column),
    target: column,
    baseline: column,
    validAt: column,
    issuedAt: column,
  };
  const some = examplesIn(examples, [
    { from: 0, to: 1 },
    { from: 2, to: 3 },
  ]);
  expect(Array.from(some.target)).toEqual([0, 2]);
});

describe('a random split', () => {
  it('is refused for a time series, with the reason and what to use', () => {
    const series = { target: Float64Array.of(1, 2), validAt: Float64Array.of(0, 1) };
    expect(() => randomSplit(series, { seed: 1 })).toThrow(
      /these 2 rows have instants: .* an hour by its neighbours.* Use expandingOrigins, blockedFolds or split\./,
    );
  });

  it('parts records into two that share none, the same from the same seed', () => {
    const records = { target: new Float64Array(10) };
    const { train, judge } = randomSplit(records, { judgeShare: 0.3, seed: 4 });
    expect([train.length, judge.length]).toEqual([7, 3]);
    expect([...train, ...judge].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(randomSplit(records, { judgeShare: 0.3, seed: 4 })).toEqual({ train, judge });
    expect(randomSplit(records, { judgeShare: 0.3, seed: 5 }).judge).not.toEqual(judge);
  });
});
