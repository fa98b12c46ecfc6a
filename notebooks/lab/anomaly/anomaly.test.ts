// Detectors on series small enough to know the answer; the mixture's graph against its own arithmetic.
import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../../../data/time.ts';
import { runOnnx } from '../onnx/run.ts';
import { randomFrom } from '../random.ts';
import { likeTimeScores, oncePerEvent, usualStepOf } from './like-time.ts';
import { madeUpSeries } from './made-up-series.ts';
import { nabScore } from './nab-score.ts';
import { sparseDays, withOddDays } from './odd-days.ts';
import { randomCutScores } from './random-cut-forest.ts';
import { fitRobustMixture, robustMixtureOnnx, scoreRobustMixture } from './robust-mixture.ts';
import { robustCentre, rollingZ } from './rolling-z.ts';
import { deviations, heardTwice, lateMornings } from './strike-measures.ts';
import { matchedRanks } from './strike-ranks.ts';
import { farFromChance, isOfficeDay, strikeTrial } from './strike-trial.ts';

describe('a rolling robust z', () => {
  it('is the distance from the median in 1.4826 median absolute deviations', () => {
    // Before it 1, 2, 3, 4, 100: median 3, deviations 2, 1, 0, 1, 97, median 1.
    const scores = rollingZ(Float64Array.of(1, 2, 3, 4, 100, 9), 5);
    expect(Array.from(scores.slice(0, 5))).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(scores[5]).toBeCloseTo(6 / 1.4826, 12);
  });

  it('is finite where a sensor stood still', () => {
    expect(robustCentre(Float64Array.of(5, 5, 5))).toEqual({ centre: 5, scale: 5e-9 });
  });
});

describe('a random cut forest', () => {
  const random = randomFrom(3);
  const noise = Float64Array.from({ length: 400 }, () => random.next());
  const options = { trees: 10, remembered: 64, shingle: 1, seed: 1 };

  it('ranks a value far from all others above every other one', () => {
    const scores = randomCutScores(
      noise.map((value, i) => (i === 300 ? 5 : value)),
      options,
    );
    const known = Array.from(scores.subarray(64));
    expect(known.indexOf(Math.max(...known)) + 64).toBe(300);
    // Alone beside the 63 others in nearly every tree.
    expect(scores[300]).toBeGreaterThan(40);
  });

  it('forgets: every tree keeps as many points as it remembers, whatever came twice', () => {
    const scores = randomCutScores(new Float64Array(200).fill(2), options);
    expect(new Set(scores.subarray(1))).toEqual(new Set([0]));
  });

  it('is the same from the same seed', () => {
    expect(randomCutScores(noise, options)).toEqual(randomCutScores(noise, options));
    expect(randomCutScores(noise, { ...options, seed: 2 })).not.toEqual(randomCutScores(noise, options));
  });
});

describe('like times', () => {
  const { at, value, name, windows } = madeUpSeries(7);

  it('find three odd stretches of a series with days and weeks, and raise no false alarm', () => {
    const result = nabScore([{ series: { at, value, name, windows }, score: likeTimeScores(at, value) }]);
    expect([result.windowsFound, result.falseAlarms]).toEqual([3, 0]);
    expect(result.nab).toBeGreaterThan(90);
  });

  it('are blind to what comes after', () => {
    const whole = likeTimeScores(at, value);
    const cut = 1_200;
    expect(likeTimeScores(at.slice(0, cut), value.slice(0, cut))).toEqual(whole.slice(0, cut));
  });

  it('do not care for the unit', () => {
    const scaled = likeTimeScores(
      at,
      value.map((one) => 1_000 * one),
    );
    const scores = likeTimeScores(at, value);
    const apart = scores.map((score, i) => (Number.isNaN(score) ? 0 : Math.abs(score - scaled[i]!)));
    expect(Math.max(...apart)).toBeLessThan(1e-6);
  });

  it('say a thing once: what is not above all of the last points is 0', () => {
    expect(Array.from(oncePerEvent(Float64Array.of(1, 3, 2, 3, 4, 1, 2), 3))).toEqual([1, 3, 0, 0, 4, 0, 0]);
  });

  it('know the step of a series with holes', () => {
    expect(usualStepOf(Float64Array.of(0, HOUR, 2 * HOUR, 9 * HOUR, 10 * HOUR))).toBe(HOUR);
  });
});

describe('a mixture of robust deviations', () => {
  const random = randomFrom(11);
  const rows = 500;
  const x = Float32Array.from({ length: rows * 3 }, (_, i) =>
    i % 50 === 7 ? Number.NaN : (random.next() + random.next() - 1) * [1, 5, 0.2][i % 3]!,
  );
  const mixture = fitRobustMixture({ x, features: 3, flaggedShare: 0.02 });

  it('weighs features alike, whatever their spread', () => {
    const odd = (column: number) => Float32Array.from([0, 0, 0].with(column, 6 / mixture.perSpread[column]!));
    const [a, b, c] = [0, 1, 2].map((column) => scoreRobustMixture(mixture, odd(column)).score[0]!);
    expect(b).toBeCloseTo(a!, 5);
    expect(c).toBeCloseTo(a!, 5);
    expect(a).toBeGreaterThan(0.99);
  });

  it('flags the share that was asked for, and half of the days learned from are below a half', () => {
    const { score, flag } = scoreRobustMixture(mixture, x);
    expect(flag.reduce((sum, one) => sum + one, 0)).toBe(10);
    expect(score.filter((one) => one < 0.5).length / rows).toBeCloseTo(0.5, 1);
  });

  it('takes the mean over what is known: a missing deviation is no deviation', () => {
    const [known, missing] = [Float32Array.of(2, 2, 0), Float32Array.of(2, 2, Number.NaN)];
    expect(scoreRobustMixture(mixture, missing).score[0]).toBeGreaterThan(scoreRobustMixture(mixture, known).score[0]!);
    expect(Array.from(scoreRobustMixture(mixture, missing).drivers).at(2)).toBe(0);
    expect(scoreRobustMixture(mixture, new Float32Array(3).fill(Number.NaN)).score[0]).toBeLessThan(1e-6);
  });

  it('is the same in the runtime', async () => {
    const heads = ['score', 'flag', 'a', 'b', 'c'];
    const asked = Float32Array.from([...x, ...new Float32Array(3).fill(Number.NaN)]);
    const answers = await runOnnx(robustMixtureOnnx(mixture, 'by-hand', heads), asked, 3, heads);
    const { score, flag, drivers } = scoreRobustMixture(mixture, asked);
    const apart = (wanted: ArrayLike<number>, got: ArrayLike<number>) =>
      Math.max(...Array.from(wanted, (value, i) => Math.abs(value - got[i]!)));
    expect(apart(score, answers[0]!)).toBeLessThan(1e-5);
    expect(apart(flag, answers[1]!)).toBe(0);
    for (const f of [0, 1, 2]) {
      const column = drivers.filter((_, i) => i % 3 === f);
      expect(apart(column, answers[2 + f]!)).toBeLessThan(1e-5);
    }
    expect(() => robustMixtureOnnx(mixture, 'by-hand', ['score', 'flag', 'a'])).toThrow('1 drivers for 3 features');
  });
});

describe('ranks beside ordinary days', () => {
  /** Ten weeks of Thursdays of one region. */
  const thursdays = Array.from({ length: 10 }, (_, week) => ({
    region: 'FR-IDF',
    at: Date.UTC(2026, 0, 7, 23) + week * 7 * DAY,
  }));
  const special = thursdays[4]!.at;

  it('are the share of ordinary days of the weekday and season that were less odd', () => {
    const score = Float64Array.from([9, 1, 1, 1, 5, 9, 1, 1, 1, 1]);
    expect(matchedRanks(thursdays, score, (at) => at === special)).toEqual([{ at: special, rank: 7 / 9 }]);
  });

  it('are not told where fewer than four days stand beside it', () => {
    const score = new Float64Array(4);
    expect(matchedRanks(thursdays.slice(4, 8), score, (at) => at === special)).toEqual([]);
  });
});

describe('measures of a strike', () => {
  it('are heard of every region, and once of the country as their mean over the regions that know', () => {
    const days = ['FR-IDF', 'FR-BRE', 'FR-IDF'].map((region, i) => ({ region, at: i < 2 ? 0 : DAY }));
    const heard = heardTwice(deviations(days, Float32Array.of(2, -4, Number.NaN), ['night_z']));
    expect([...heard].map(([name, { score }]) => [name, ...score])).toEqual([
      ['night_z, by region', 2, -4, Number.NaN],
      ['night_z, mean of regions', -1],
      ['night_z, either way, by region', 2, 4, Number.NaN],
      ['night_z, either way, mean of regions', 3],
    ]);
  });

  it('call a morning late that has twice as much gas from ten to two as from six to ten', () => {
    const mwh = Float64Array.from({ length: 24 }, (_, hour) => (hour >= 10 && hour < 14 ? 2 : 1));
    expect(Array.from(lateMornings({ days: [{ region: 'FR-IDF', at: 0 }], mwh }).score)).toEqual([2]);
  });
});

describe('a trial of a measure', () => {
  /** Fourteen weeks of days from Monday 5 January 2026, each Thursday a little odder than the one before. */
  const days = Array.from({ length: 98 }, (_, i) => ({ region: 'FR', at: Date.UTC(2026, 0, 4, 23) + i * DAY }));
  const score = Float64Array.from(days.keys());
  const [fifth, ninth, saturday] = [days[4 * 7 + 3]!.at, days[8 * 7 + 3]!.at, days[4 * 7 + 5]!.at];
  const strikes = new Set([fifth, ninth, saturday]);
  const window = { from: days[0]!.at, to: days[97]!.at };
  const options = { isStrike: (at: number) => strikes.has(at), isCounted: isOfficeDay, window, seed: 1 };

  it('is the mean rank of counted days among ordinary ones within six weeks', () => {
    const trial = strikeTrial({ days, score }, options)!;
    expect(trial.days).toBe(2);
    // Four of nine below the fifth Thursday; five of ten below the ninth: a Thursday of strike is not ordinary.
    expect(trial.value).toBeCloseTo((4 / 9 + 5 / 10) / 2, 12);
    expect(farFromChance(trial)).toBeLessThanOrEqual(0);
  });

  it('has nothing to say of a window without such a day', () => {
    expect(strikeTrial({ days, score }, { ...options, window: { from: ninth + DAY, to: window.to } })).toBeNull();
  });

  it('is far from chance only as far as the nearer end of its interval', () => {
    expect(farFromChance({ value: 0.7, low: 0.6, high: 0.8 })).toBeCloseTo(0.1, 12);
    expect(farFromChance({ value: 0.3, low: 0.2, high: 0.45 })).toBeCloseTo(0.05, 12);
    expect(farFromChance({ value: 0.6, low: 0.4, high: 0.8 })).toBeCloseTo(-0.1, 12);
  });
});

describe('days made odd', () => {
  it('are few, and the same from the same seed', () => {
    const days = Array.from({ length: 3_000 }, (_, i) => ({ region: 'FR-IDF', at: i * DAY }));
    const chosen = sparseDays(days, 5);
    expect(chosen.length / days.length).toBeCloseTo(0.03, 2);
    expect(sparseDays(days, 5)).toEqual(chosen);
  });

  it('change their own columns on their own days and nothing else', () => {
    const at = Float64Array.of(0, DAY, 2 * DAY);
    const facts = new Map([
      ['gas-daily/consumption_mwh|FR-IDF', { at, knownAt: at, value: Float64Array.of(10, 10, 10) }],
      ['gas-daily/night_share|FR-IDF', { at, knownAt: at, value: Float64Array.of(0.2, 0.2, 0.2) }],
    ]);
    const twice = (day: Readonly<Record<string, number>>) => ({ consumption_mwh: 2 * day['consumption_mwh']! });
    const odd = withOddDays(facts, [{ region: 'FR-IDF', at: DAY }], 'gas-daily', twice);
    expect(Array.from(odd.get('gas-daily/consumption_mwh|FR-IDF')!.value)).toEqual([10, 20, 10]);
    expect(odd.get('gas-daily/night_share|FR-IDF')).toEqual(facts.get('gas-daily/night_share|FR-IDF'));
    expect(Array.from(facts.get('gas-daily/consumption_mwh|FR-IDF')!.value)).toEqual([10, 10, 10]);
  });
});
