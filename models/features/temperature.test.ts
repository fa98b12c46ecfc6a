import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, parisDay } from '../../data/time.ts';
import { type Facts, factsKey, historyAsOf } from '../history.ts';
import { smoothedFrom, TEMPERATURE_INPUTS, type TemperatureInput } from './forecast-days.ts';
import { smoothedHours, temperatureAt } from './hourly-temperature.ts';
import { temperatureEffect } from './temperature-effect.ts';

const VALID_AT = Date.UTC(2026, 0, 21, 17);

/** Thirty days up to that of VALID_AT; `celsius` is asked how many days before it. */
function foreseen(celsius: (daysBefore: number) => number, { span = 4 } = {}) {
  const midnights = Array.from({ length: 30 }, (_, i) => parisDay(VALID_AT, i - 29).from);
  const offsets = { mean: 0, min: -span, max: span };
  const facts = new Map<string, Facts>();
  for (const [i, series] of TEMPERATURE_INPUTS.entries()) {
    const offset = Object.values(offsets)[i]!;
    facts.set(factsKey(series, 'FR'), {
      at: Float64Array.from(midnights),
      knownAt: Float64Array.from(midnights, (at: Instant) => at - 14.5 * HOUR),
      value: Float64Array.from(midnights, (_, day) => celsius(29 - day) + offset),
    });
  }
  return historyAsOf<TemperatureInput>(facts, VALID_AT - 31 * HOUR);
}

describe('hours of temperature', () => {
  it('are lowest at six and highest at fifteen', () => {
    const day = { mean: 5, min: 1, max: 9 };
    expect([0, 6, 15].map((hour) => temperatureAt(day, hour))).toEqual([1, 1, 9]);
    expect(temperatureAt(day, 20)).toBeGreaterThan(1);
    expect(temperatureAt(day, 20)).toBeLessThan(9);
  });

  it('are remembered: halfway to another temperature after fifteen hours', () => {
    const [cold, mild] = [
      { mean: 0, min: 0, max: 0 },
      { mean: 10, min: 10, max: 10 },
    ];
    const [today] = smoothedHours([mild, cold, cold]);
    expect(today![14]).toBeCloseTo(5, 10);
  });

  it('are unknown on a day nobody foresaw, and do not spoil the next', () => {
    const [known, gap] = [
      { mean: 8, min: 8, max: 8 },
      { mean: Number.NaN, min: Number.NaN, max: Number.NaN },
    ];
    const [today, yesterday] = smoothedHours([known, gap, known]);
    expect(yesterday![12]).toBeNaN();
    expect(today![12]).toBe(8);
  });
});

it('smooths from a day backwards, halving; a gap further back counts for nothing, the day itself must be there', () => {
  expect(smoothedFrom([4, 0], 0, 1)).toBeCloseTo(4 / 1.5, 12);
  expect(smoothedFrom([4, Number.NaN, 4], 0, 1)).toBe(4);
  expect(smoothedFrom([Number.NaN, 4], 0, 1)).toBeNaN();
});

describe('what temperature does to the load', () => {
  it('is nothing new where every day was as this one', () => {
    const effect = temperatureEffect(
      foreseen(() => 7),
      'FR',
      VALID_AT,
    );
    const changes = Object.entries(effect).filter(([name]) => name.includes('_change_'));
    expect(changes.length).toBe(40);
    for (const [, change] of changes) expect(change).toBeCloseTo(0, 5);
    expect(effect.temperature_mean).toBe(7);
    expect(effect.heating).toBeCloseTo(9, 10);
  });

  it('is a colder day than the last week: more heating against it, no cooling', () => {
    const effect = temperatureEffect(
      foreseen((before) => (before === 0 ? 2 : 8)),
      'FR',
      VALID_AT,
    );
    expect(effect.temperature_change_level).toBe(-6);
    expect(effect.temperature_change_7d).toBe(-6);
    expect(effect.heating_change_level).toBeGreaterThan(1);
    expect(effect.heating_change_level).toBeLessThan(6);
    expect(effect.cooling_change_level).toBe(0);
  });

  it('is a hot afternoon only above 25 degrees', () => {
    const hot = temperatureEffect(
      foreseen((before) => (before < 2 ? 30 : 20)),
      'FR',
      VALID_AT,
    );
    const mild = temperatureEffect(
      foreseen((before) => (before < 2 ? 20 : 15)),
      'FR',
      VALID_AT,
    );
    expect(hot.hot_afternoon_change_level).toBeGreaterThan(3);
    expect(mild.hot_afternoon_change_level).toBe(0);
  });

  it('is unknown where tomorrow was not foreseen', () => {
    const effect = temperatureEffect(
      foreseen((before) => (before === 0 ? Number.NaN : 8)),
      'FR',
      VALID_AT,
    );
    expect(effect.temperature_mean).toBeNaN();
    expect(effect.heating_change_level).toBeNaN();
    expect(effect.below_15_change_7d).toBeNaN();
  });
});
