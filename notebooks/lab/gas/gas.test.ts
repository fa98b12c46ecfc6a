// Noise that is the same again, blocks that stay together, and features that can be taken away.
import { describe, expect, it } from 'vitest';
import { blockBootstrap } from './block-bootstrap.ts';
import { withTemperatureNoise } from './forecast-noise.ts';
import { withoutFeature } from './regional-examples.ts';

const days = Float64Array.from({ length: 4_000 }, (_, i) => i);
const still = { at: days, knownAt: days, value: new Float64Array(4_000) };
const facts = new Map([
  ['weather-day-ahead/temperature_mean_celsius|FR-IDF', still],
  ['weather-day-ahead/temperature_min_celsius|FR-IDF', still],
  ['weather-day-ahead/temperature_mean_celsius|FR-BRE', still],
  ['gas-daily/consumption_mwh|FR-IDF', still],
]);
const spread = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);

describe('noise of a forecast', () => {
  const noisy = withTemperatureNoise(facts, 'weather-day-ahead', { celsius: 2, seed: 1 });
  const of = (key: string) => noisy.get(key)!.value;

  it('has the size that is asked for, on temperatures alone', () => {
    expect(spread(of('weather-day-ahead/temperature_mean_celsius|FR-IDF'))).toBeCloseTo(2, 1);
    expect(of('gas-daily/consumption_mwh|FR-IDF')).toBe(still.value);
  });

  it('is one error a day and area, and half shared between areas', () => {
    const [mean, min, elsewhere] = [
      of('weather-day-ahead/temperature_mean_celsius|FR-IDF'),
      of('weather-day-ahead/temperature_min_celsius|FR-IDF'),
      of('weather-day-ahead/temperature_mean_celsius|FR-BRE'),
    ];
    expect(min).toEqual(mean);
    expect(mean.reduce((sum, value, i) => sum + value * elsewhere[i]!, 0) / days.length / 4).toBeCloseTo(0.5, 1);
  });

  it('is the same from the same seed', () => {
    expect(withTemperatureNoise(facts, 'weather-day-ahead', { celsius: 2, seed: 1 })).toEqual(noisy);
  });
});

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

it('takes a feature away without touching the others', () => {
  const column = new Float64Array(2);
  const examples = {
    features: ['a', 'b'],
    x: Float32Array.of(1, 2, 3, 4),
    target: column,
    baseline: column,
    validAt: column,
    issuedAt: column,
  };
  expect(Array.from(withoutFeature(examples, 'b').x)).toEqual([1, Number.NaN, 3, Number.NaN]);
  expect(() => withoutFeature(examples, 'c')).toThrow('no feature c among a, b');
});
