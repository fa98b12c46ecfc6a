import { describe, expect, it } from 'vitest';
import { brierOf, calibrationErrorOf, reliabilityOf } from './probability.ts';
import { aucOf, averagePrecisionOf, thresholdsOf } from './ranking.ts';

describe('probabilities', () => {
  it('charges the square of what was missing', () => {
    expect(brierOf([1, 0, 0.5], [1, 1, 0])).toBeCloseTo(1.25 / 3, 12);
  });

  it('sets what was said beside what came, and leaves empty bins out', () => {
    const bins = reliabilityOf([0.1, 0.2, 0.9, 1], [0, 1, 1, 1], 2);
    expect(bins).toEqual([
      { from: 0, to: 0.5, count: 2, said: 0.15000000000000002, happened: 0.5 },
      { from: 0.5, to: 1, count: 2, said: 0.95, happened: 1 },
    ]);
    expect(calibrationErrorOf(bins)).toBeCloseTo(0.2, 12);
    expect(reliabilityOf([0.95], [1])).toHaveLength(1);
  });
});

describe('ranking', () => {
  // The example of scikit-learn's documentation: AUC 0.75, average precision 0.83.
  const score = [0.1, 0.4, 0.35, 0.8];
  const happened = [0, 0, 1, 1];

  it('gives each threshold what its alarm catches', () => {
    const rows = thresholdsOf(score, happened);
    expect(rows.map(({ threshold, precision, recall }) => [threshold, Number(precision.toFixed(3)), recall])).toEqual([
      [0.8, 1, 0.5],
      [0.4, 0.5, 0.5],
      [0.35, 0.667, 1],
      [0.1, 0.5, 1],
    ]);
    expect(rows.map(({ falsePositiveRate }) => falsePositiveRate)).toEqual([0, 0.5, 0.5, 1]);
  });

  it('sums them up', () => {
    expect(aucOf(score, happened)).toBe(0.75);
    expect(averagePrecisionOf(score, happened)).toBeCloseTo(5 / 6, 12);
  });

  it('is a half where all scores are equal', () => {
    expect(aucOf([3, 3, 3], [1, 0, 1])).toBe(0.5);
    expect(averagePrecisionOf([3, 3, 3], [1, 0, 1])).toBeCloseTo(2 / 3, 12);
  });

  it('refuses to rank where nothing ever happened', () => {
    expect(() => aucOf([1, 2], [0, 0])).toThrow('of 2 rows 0 happened');
  });
});
