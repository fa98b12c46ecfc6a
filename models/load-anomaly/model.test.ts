// What makes a day odd, on a made-up past: each quantity moves its own deviation and no other, and the size of a region moves none.
import { describe, expect, it } from 'vitest';
import { sameHourDaysBefore } from '../features/same-hour.ts';
import { type FactsBySeries, factsKey, historyAsOf } from '../history.ts';
import { rehearsalFacts } from '../rehearsal.ts';
import { loadAnomaly } from './model.ts';

const facts = rehearsalFacts(loadAnomaly);
const REGION = 'FR-ARA';
/** Midnight in Paris of Wednesday 22 April 2026. */
const DAY_JUDGED = Date.UTC(2026, 3, 21, 22);
const rowFrom = (known: FactsBySeries) =>
  loadAnomaly.row(historyAsOf(known, Number.POSITIVE_INFINITY), REGION, DAY_JUDGED);
const withColumn = (series: string, change: (value: number, at: number) => number): FactsBySeries => {
  const key = factsKey(series, REGION);
  const known = facts.get(key);
  if (!known) throw new Error(`the rehearsal has no ${key}`);
  return new Map(facts).set(key, {
    ...known,
    value: known.value.map((one, i) => change(one, known.at[i] ?? Number.NaN)),
  });
};
const onTheDay = (series: string, change: (value: number) => number) =>
  withColumn(series, (value, at) => (at === DAY_JUDGED ? change(value) : value));
const usual = rowFrom(facts);

describe('load-anomaly', () => {
  it('knows every deviation of a day with a winter behind it', () => {
    expect(Object.values(usual).filter((z) => !Number.isFinite(z))).toEqual([]);
  });

  it('calls more gas than like days took at that warmth by its name, and nothing else with it', () => {
    const { energy_z, energy_change_z, ...shape } = rowFrom(onTheDay('gas-daily/consumption_mwh', (mwh) => 1.3 * mwh));
    const { energy_z: before, energy_change_z: changeBefore, ...shapeBefore } = usual;
    expect(energy_z - before).toBeGreaterThan(5);
    expect(energy_change_z).toBeGreaterThan(changeBefore);
    expect(shape).toEqual(shapeBefore);
  });

  it.each([
    ['night_z', 'gas-daily/night_share'],
    ['morning_z', 'gas-daily/morning_share'],
    ['evening_z', 'gas-daily/evening_share'],
    ['load_factor_z', 'gas-daily/load_factor_share'],
    ['ramp_z', 'gas-daily/steepest_rise_share'],
    ['peak_hour_z', 'gas-daily/peak_at_hours'],
  ] as const)('calls %s by its name', (feature, series) => {
    const odd = rowFrom(onTheDay(series, (value) => 3 * value + 1));
    const moved = Object.entries(odd).filter(([name, z]) => z !== usual[name as keyof typeof usual]);
    expect(moved.map(([name]) => name)).toEqual([feature]);
    expect(odd[feature]).toBeGreaterThan(usual[feature]);
  });

  it('does not care for the size of a region', () => {
    const larger = rowFrom(withColumn('gas-daily/consumption_mwh', (mwh) => 7 * mwh));
    expect(larger.energy_z).toBeCloseTo(usual.energy_z, 6);
  });

  it('takes cold out first: much gas on a cold day is usual, on a mild day it is odd', () => {
    const count = 380;
    const at = Float64Array.from({ length: count }, (_, i) => sameHourDaysBefore(DAY_JUDGED, count - 1 - i));
    const cold = (i: number): number => 5 + 4 * Math.sin(i / 9) + (i % 3);
    const series = (value: (i: number) => number) => ({ at, knownAt: at, value: at.map((_, i) => value(i)) });
    const gasAt = (degreesOfCold: number): number => 1_000 + 100 * degreesOfCold;
    const last = count - 1;
    const past = (degreesOnTheDay: number): FactsBySeries => {
      const degrees = (i: number): number => (i === last ? degreesOnTheDay : cold(i));
      const felt = (i: number, here = degrees(i)): number => 0.6 * here + 0.25 * cold(i - 1) + 0.15 * cold(i - 2);
      return new Map([
        [factsKey('weather-daily/temperature_mean_celsius', REGION), series((i) => 17 - degrees(i))],
        // As much gas as a day of 20 degrees of cold takes, whatever that day was.
        [factsKey('gas-daily/consumption_mwh', REGION), series((i) => gasAt(i === last ? felt(i, 20) : felt(i)))],
      ]);
    };
    expect(Math.abs(rowFrom(past(20)).energy_z)).toBeLessThan(0.5);
    expect(rowFrom(past(5)).energy_z).toBeGreaterThan(10);
  });

  it('says nothing of energy where the warmth of the day is unknown', () => {
    const dark = withColumn('weather-daily/temperature_mean_celsius', (celsius, at) =>
      at === DAY_JUDGED ? Number.NaN : celsius,
    );
    expect(rowFrom(dark).energy_z).toBeNaN();
  });
});
