import { describe, expect, it } from 'vitest';
import { type Instant, instantsIn, MINUTE, parisClock, parisDay } from '../../data/time.ts';
import { REGIONS } from './regions.ts';
import { simulateWeather } from './weather.ts';
import { type NationNow, produced, type RegionNow, simulateWorld } from './world.ts';

const SEED = 1;
const world = simulateWorld({ seed: SEED });
const year = instantsIn({ from: Date.UTC(2024, 11, 31, 23), to: Date.UTC(2025, 11, 31, 23) }, 15 * MINUTE);
const truth = year.map((at) => ({ at, now: world.nation(at, 'definitive') }));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const loadsWhere = (keep: (at: Instant) => boolean): number[] =>
  truth.filter(({ at }) => keep(at)).map(({ now }) => now.load);
const inMonth =
  (...months: number[]) =>
  (at: Instant) =>
    months.includes(parisClock(at).month);
const between = (value: number, [least, most]: readonly [number, number]): void => {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThan(most);
};

describe('the load', () => {
  it('has the level and the seasons of France', () => {
    between(mean(truth.map(({ now }) => now.load)), [49_000, 55_000]);
    between(mean(loadsWhere(inMonth(1))), [62_000, 72_000]);
    between(mean(loadsWhere(inMonth(7))), [41_000, 48_000]);
    between(mean(loadsWhere(inMonth(8))), [38_000, 45_000]);
    between(Math.max(...truth.map(({ now }) => now.load)), [78_000, 95_000]);
    between(Math.min(...truth.map(({ now }) => now.load)), [28_000, 34_000]);
  });

  it('has a day: deepest before dawn, a winter evening peak', () => {
    const workday = (at: Instant) => inMonth(1, 2)(at) && parisClock(at).weekday < 5;
    const byHour = Array.from({ length: 24 }, (_, hour) =>
      mean(loadsWhere((at) => workday(at) && parisClock(at).hour === hour)),
    );
    between(byHour.indexOf(Math.min(...byHour)), [2, 6]);
    between(byHour[19]! / byHour[16]!, [1.04, 1.2]);
    between(byHour[4]! / byHour[12]!, [0.75, 0.9]);
  });

  it('has a week and holidays', () => {
    const days = (keep: (at: Instant) => boolean) => mean(loadsWhere((at) => inMonth(5, 6, 9)(at) && keep(at)));
    const sunday = days((at) => parisClock(at).weekday === 6);
    const tuesday = days((at) => parisClock(at).weekday === 1);
    between(sunday / tuesday, [0.82, 0.92]);
    // 1 May 2025 was a Thursday, 24 April 2025 too.
    const dayMean = (text: string) =>
      mean(instantsIn(parisDay(Date.parse(text)), 15 * MINUTE).map((at) => world.nation(at, 'definitive').load));
    between(dayMean('2025-05-01T12:00:00Z') / dayMean('2025-04-24T12:00:00Z'), [0.78, 0.96]);
  });

  it('asks 2.4 GW more for each degree of winter cold', () => {
    const weather = simulateWeather(SEED);
    const noons = truth.filter(({ at }) => {
      const { hour, minute, weekday } = parisClock(at);
      return inMonth(1, 2, 11, 12)(at) && hour === 12 && minute === 0 && weekday < 4;
    });
    const points = noons
      .map(({ at, now }) => [weather(at).feltCelsius, now.load] as const)
      .filter(([celsius]) => celsius < 13);
    expect(points.length).toBeGreaterThan(40);
    between(-slope(points), [2_150, 2_650]);
  });

  it('moves from quarter to quarter, a little', () => {
    const steps = truth.slice(1).map(({ now }, i) => Math.abs(now.load - truth[i]!.now.load));
    between(mean(steps), [150, 700]);
    between(Math.max(...steps), [700, 4_000]);
  });
});

describe("RTE's forecasts", () => {
  const mape = (of: (now: NationNow) => number): number =>
    mean(truth.map(({ now }) => (100 * Math.abs(of(now) - now.load)) / now.load));

  it('miss by 1.5 to 2 per cent the day before, by much less on the day', () => {
    between(
      mape((now) => now.dayAhead),
      [1.5, 2],
    );
    between(
      mape((now) => now.intraday),
      [0.4, 0.9],
    );
  });

  it('are better than the same hour a week before', () => {
    const week = truth.slice(672).map(({ now }, i) => (100 * Math.abs(truth[i]!.now.load - now.load)) / now.load);
    between(mean(week), [4, 10]);
  });

  it('are rounded to 50 MW, and stay what they were when the load is corrected', () => {
    for (const { at, now } of truth.slice(0, 500)) {
      expect(now.dayAhead % 50).toBe(0);
      expect(world.nation(at, 'real time').dayAhead).toBe(now.dayAhead);
    }
  });
});

describe('the accounts', () => {
  const balance = (now: RegionNow): number =>
    produced(now) + now.exchange - now.pumping - now.charge + now.discharge - now.load;
  const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
  const sampled = truth.filter((_, i) => i % 37 === 0);

  it('add up: production and exchanges less pumping and charging are the load, everywhere and at every quality', () => {
    for (const { at } of sampled) {
      for (const quality of ['real time', 'consolidated', 'definitive'] as const) {
        expect(balance(world.nation(at, quality))).toBe(0);
        for (const { code } of REGIONS) expect(balance(world.region(code, at, quality))).toBe(0);
      }
    }
  });

  it('sum regions to the nation, and parts to their whole', () => {
    for (const { at, now } of sampled) {
      const regions = REGIONS.map(({ code }) => world.region(code, at, 'definitive'));
      for (const column of [
        'load',
        'thermal',
        'nuclear',
        'windOnshore',
        'solar',
        'hydro',
        'pumping',
        'exchange',
      ] as const) {
        expect(sum(regions.map((region) => region[column]))).toBe(now[column]);
      }
      expect(sum([...now.oil, now.coal, ...now.gas])).toBe(now.thermal);
      expect(sum(now.hydroOf)).toBe(now.hydro);
      expect(sum(now.bioenergyOf)).toBe(now.bioenergy);
      expect(sum(now.trade)).toBe(now.exchange);
    }
  });

  it('have plants of a believable size', () => {
    for (const { now } of truth) {
      between(now.nuclear, [15_000, 62_000]);
      expect(now.solar).toBeGreaterThanOrEqual(0);
      expect(now.pumping).toBeGreaterThanOrEqual(0);
      between(now.windOnshore, [0, 22_500]);
      between(now.co2GramsPerKwh, [4, 120]);
      between(now.exchange, [-20_000, 15_000]);
    }
    const midnight = truth.filter(({ at }) => parisClock(at).hour === 0);
    expect(Math.max(...midnight.map(({ now }) => now.solar))).toBe(0);
    between(
      mean(truth.filter(({ at }) => inMonth(6)(at) && parisClock(at).hour === 14).map(({ now }) => now.solar)),
      [9_000, 18_000],
    );
  });

  it('are corrected a little: real time by half a per cent, consolidated by less', () => {
    const off = (quality: 'real time' | 'consolidated') =>
      mean(sampled.map(({ at, now }) => (100 * Math.abs(world.nation(at, quality).load - now.load)) / now.load));
    between(off('real time'), [0.1, 0.5]);
    between(off('consolidated'), [0.02, 0.12]);
  });
});

describe('determinism', () => {
  it('gives one seed one world, in any order of asking', () => {
    const other = simulateWorld({ seed: SEED });
    const some = year.filter((_, i) => i % 2_003 === 0);
    const backwards = some
      .toReversed()
      .map((at) => [other.region('53', at, 'real time').load, other.nation(at, 'definitive')]);
    expect(some.map((at) => [world.region('53', at, 'real time').load, world.nation(at, 'definitive')])).toEqual(
      backwards.toReversed(),
    );
    expect(simulateWorld({ seed: 2 }).nation(year[0]!, 'definitive').load).not.toBe(truth[0]!.now.load);
  });

  it('never changes between versions without somebody noticing', () => {
    const at = Date.parse('2026-01-14T18:00:00Z');
    expect([world.nation(at, 'definitive').load, world.region('84', at, 'real time').load]).toEqual([73_868, 10_207]);
  });

  it('is a world of quarter-hours: 92 and 100 of them on the nights the clocks change', () => {
    for (const [night, count] of [
      ['2026-03-29T12:00:00Z', 92],
      ['2026-10-25T12:00:00Z', 100],
    ] as const) {
      const loads = instantsIn(parisDay(Date.parse(night)), 15 * MINUTE).map(
        (at) => world.nation(at, 'definitive').load,
      );
      expect(loads).toHaveLength(count);
      expect(new Set(loads).size).toBeGreaterThan(count - 5);
    }
  });
});

function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const [x, y] = [mean(points.map(([a]) => a)), mean(points.map(([, b]) => b))];
  const covariance = mean(points.map(([a, b]) => (a - x) * (b - y)));
  return covariance / mean(points.map(([a]) => (a - x) ** 2));
}
