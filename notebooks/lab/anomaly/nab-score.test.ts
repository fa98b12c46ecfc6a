// The scorer on cases small enough to score by hand.
import { describe, expect, it } from 'vitest';
import { alarmValue, type LabelledSeries, nabScore, probationOf } from './nab-score.ts';

const COUNT = 100;
/** Two windows of ten points. */
const series: LabelledSeries = {
  name: 'by hand',
  at: Float64Array.from({ length: COUNT }, (_, i) => i),
  value: new Float64Array(COUNT),
  windows: [
    [40, 49],
    [70, 79],
  ],
};
const alarmsAt = (...indices: number[]) => {
  const score = new Float64Array(COUNT);
  for (const i of indices) score[i] = 1;
  return [{ series, score }];
};

describe('the NAB score', () => {
  it('is 100 for the first point of every window and nothing else', () => {
    expect(nabScore(alarmsAt(40, 70))).toEqual({ nab: 100, threshold: 1, windows: 2, windowsFound: 2, falseAlarms: 0 });
  });

  it('is 0 for a detector that says the same everywhere: saying nothing is better', () => {
    expect(nabScore(alarmsAt())).toMatchObject({ nab: 0, windowsFound: 0, threshold: Number.POSITIVE_INFINITY });
  });

  it('is 50 where one window of two is missed', () => {
    expect(nabScore(alarmsAt(40)).nab).toBe(50);
  });

  it('misses a window over which a detector answers NaN, or nothing at all', () => {
    const { score } = alarmsAt(40)[0]!;
    const silence = (nothing: number, from: number, to: number) => [
      { series, score: score.map((one, i) => (from <= i && i <= to ? nothing : one)) },
    ];
    for (const nothing of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      expect(nabScore(silence(nothing, 70, 79))).toEqual({
        nab: 50,
        threshold: 1,
        windows: 2,
        windowsFound: 1,
        falseAlarms: 0,
      });
      expect(nabScore(silence(nothing, 0, 99))).toMatchObject({ nab: 0, windows: 2, windowsFound: 0 });
    }
  });

  it('does not count a window that ends in the first 15 %', () => {
    const early = { ...series, windows: [[5, 14], ...series.windows] as const };
    expect(nabScore(alarmsAt(40, 70).map(({ score }) => ({ series: early, score })))).toMatchObject({
      nab: 100,
      windows: 2,
      windowsFound: 2,
    });
  });

  it('counts a window once, by its earliest alarm', () => {
    expect(nabScore(alarmsAt(40, 41, 45, 49, 70)).nab).toBe(100);
  });

  it('is worth less late in a window: 0.859 in its middle, 0.248 at its last point', () => {
    // Positions -0.5 and -0.1: (2 / (1 + e^-2.5) - 1) / (2 / (1 + e^-5) - 1) and the same with e^-0.5.
    expect(nabScore(alarmsAt(45)).nab).toBeCloseTo((100 * (0.859797 + 1)) / 4, 3);
    expect(nabScore(alarmsAt(49)).nab).toBeCloseTo((100 * (0.248236 + 1)) / 4, 3);
  });

  it('takes 0.11 for an alarm before any window, next to nothing just behind one, 0.11 far behind', () => {
    expect(nabScore(alarmsAt(20, 40, 70)).nab).toBeCloseTo(100 - (100 * 0.11) / 4, 6);
    // One ninth of a width behind: 2 / (1 + e^0.5556) - 1 = -0.27085.
    expect(nabScore(alarmsAt(40, 50, 70)).nab).toBeCloseTo(100 - (100 * 0.11 * 0.27085) / 4, 3);
    expect(nabScore(alarmsAt(40, 70, 99)).nab).toBeCloseTo(100 - (100 * 0.11 * 0.99997) / 4, 3);
  });

  it('judges nobody in the first 15 %, of 5,000 points at most', () => {
    expect([probationOf(COUNT), probationOf(10_320)]).toEqual([15, 750]);
    expect(nabScore(alarmsAt(0, 7, 14, 40, 70)).nab).toBe(100);
    expect(nabScore(alarmsAt(15, 40, 70)).nab).toBeCloseTo(97.25, 6);
  });

  it('takes one threshold for all series, the best there is', () => {
    const loud = alarmsAt(40, 70)[0]!;
    const quiet = { series, score: loud.score.map((score) => score / 2) };
    const [first, second] = [
      nabScore([loud, quiet]),
      nabScore([loud, { series, score: quiet.score.map((s, i) => (i === 10 ? s : s + 0.1)) }]),
    ];
    expect(first).toEqual({ nab: 100, threshold: 0.5, windows: 4, windowsFound: 4, falseAlarms: 0 });
    expect(second.threshold).toBe(0.6);
  });

  it('says of an alarm what its place is worth', () => {
    expect([-1, 0, 1, 3].map((position) => Number(alarmValue(position).toFixed(5)))).toEqual([
      0.98661, 0, -0.98661, -1,
    ]);
  });
});
