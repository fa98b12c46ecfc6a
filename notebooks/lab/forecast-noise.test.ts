import { describe, expect, it } from 'vitest';
import { DAY } from '../../data/time.ts';
import { asForeseen, withTemperatureNoise } from './forecast-noise.ts';

const days = Float64Array.from({ length: 4_000 }, (_, i) => i * DAY);
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
    expect(withTemperatureNoise(facts, 'weather-day-ahead', { celsius: 2, seed: 2 })).not.toEqual(noisy);
  });

  it('of a day and area is the same wherever the facts begin, and whichever area comes first', () => {
    const from = 1_000;
    const later = [...facts]
      .reverse()
      .map(
        ([key, { at, knownAt, value }]) =>
          [key, { at: at.slice(from), knownAt: knownAt.slice(from), value: value.slice(from) }] as const,
      );
    const cut = withTemperatureNoise(new Map(later), 'weather-day-ahead', { celsius: 2, seed: 1 });
    for (const [key, { value }] of cut) expect(value).toEqual(of(key).slice(from));
  });

  it('of one day says nothing of the next', () => {
    const mean = of('weather-day-ahead/temperature_mean_celsius|FR-IDF');
    const together = mean.subarray(1).reduce((sum, value, i) => sum + value * mean[i]!, 0) / (mean.length - 1) / 4;
    expect(Math.abs(together)).toBeLessThan(0.05);
  });

  it('of the national mean is a degree, as asForeseen has it', () => {
    const france = new Map([['weather-day-ahead/temperature_mean_celsius|FR', still]]);
    expect(spread(asForeseen(france, 1).get('weather-day-ahead/temperature_mean_celsius|FR')!.value)).toBeCloseTo(1, 1);
  });
});
