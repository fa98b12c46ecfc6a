// The heating curve on days that a person can add up.
import { describe, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { curveTerms, type DaySeries, feltCelsius, fitHeatingCurve, pastDays } from './heating-curve.ts';

const GAS = 'gas';
const WARMTH = 'temperature';
/** Midnight in Paris of Thursday 15 January 2026: no holiday in the ten weeks before it but Christmas and the New Year. */
const TODAY = Date.UTC(2026, 0, 14, 23);
const series = (days: number, value: (before: number) => number): Facts => {
  const at = Float64Array.from({ length: days }, (_, i) => TODAY - (days - 1 - i) * DAY);
  return { at, knownAt: at, value: at.map((_, i) => value(days - 1 - i)) };
};
const asked = (gas: Facts, warmth: Facts): DaySeries<string> => ({
  history: historyAsOf(
    new Map([
      [factsKey(GAS, 'FR-IDF'), gas],
      [factsKey(WARMTH, 'FR-IDF'), warmth],
    ]),
    Number.POSITIVE_INFINITY,
  ),
  energy: GAS,
  temperature: WARMTH,
  entity: 'FR-IDF',
});

describe('felt temperature', () => {
  it('remembers the two days before: 0.6, 0.25 and 0.15', () => {
    const days = asked(
      series(1, () => 1),
      series(5, (before) => [10, 6, 2, 99, 99][before] ?? 99),
    );
    expect(feltCelsius(days, TODAY)).toBeCloseTo(6 + 1.5 + 0.3, 12);
  });

  it('makes do with the days that are known, but not without the day itself', () => {
    const days = asked(
      series(1, () => 1),
      series(2, (before) => [10, 4][before] ?? 99),
    );
    expect(feltCelsius(days, TODAY)).toBeCloseTo((6 + 1) / 0.85, 12);
    expect(feltCelsius(days, TODAY + DAY)).toBeNaN();
  });
});

describe('the heating curve', () => {
  const warmthOf = (before: number): number => (before % 10) + 5;
  const warmth = series(90, warmthOf);
  const termsOf = (at: number) => curveTerms(at, feltCelsius(asked(warmth, warmth), at));

  it('finds base, degrees of cold, Saturdays and Sundays again where gas is made of them', () => {
    const [base, slope, saturday, sunday] = [100, 7, -20, -30];
    const gas = series(80, (before) => {
      const [, cold = 0, isSaturday = 0, isSunday = 0] = termsOf(TODAY - before * DAY);
      return base + slope * cold + saturday * isSaturday + sunday * isSunday;
    });
    const days = pastDays(asked(gas, warmth), TODAY, { first: 1, last: 70 });
    expect(days).toHaveLength(70);
    const curve = fitHeatingCurve(days);
    expect(curve?.coefficients.map((value) => Number(value.toFixed(2)))).toEqual([100, 7, -20, -30]);
    expect(curve?.expectedMwh(termsOf(TODAY))).toBeCloseTo(100 + 7 * (termsOf(TODAY)[1] ?? 0), 2);
  });

  it('takes a holiday for a Sunday, and nobody heats above 17 °C', () => {
    expect(curveTerms(Date.UTC(2025, 11, 24, 23), 20)).toEqual([1, 0, 0, 1]);
    expect(curveTerms(Date.UTC(2026, 0, 16, 23), 7)).toEqual([1, 10, 1, 0]);
  });

  it('needs four weeks of days', () => {
    const days = pastDays(
      asked(
        series(80, () => 50),
        warmth,
      ),
      TODAY,
      { first: 22, last: 48 },
    );
    expect(days).toHaveLength(27);
    expect(fitHeatingCurve(days)).toBeNull();
  });

  it('has no slope where no day was cold, and never says less than a tenth of the mean', () => {
    const summer = pastDays(
      asked(
        series(80, () => 50),
        series(90, () => 25),
      ),
      TODAY,
      { first: 1, last: 60 },
    );
    const curve = fitHeatingCurve(summer);
    expect(curve?.coefficients[1]).toBe(0);
    expect(curve?.expectedMwh([1, -1e9, 0, 0])).toBeCloseTo(50, 3);
    const falling = fitHeatingCurve(summer.map((day, i) => ({ ...day, mwh: 100 - i, terms: [1, i, 0, 0] })));
    expect(falling?.expectedMwh([1, 1_000, 0, 0])).toBeCloseTo(0.1 * (falling?.meanMwh ?? Number.NaN), 9);
  });
});
