import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instantsIn, MINUTE } from '../../data/time.ts';
import { type Facts, type FactsBySeries, factsKey, historyAsOf } from '../history.ts';
import { turbineFailure as model } from './model.ts';

const END = Date.UTC(2026, 0, 21, 12);
const LAST = END - HOUR;

interface Said {
  readonly wind: number;
  readonly vibration: number;
  readonly temperature: number;
}
const CALM: Said = { wind: 8, vibration: 1, temperature: 280 };

/** Three weeks of both turbines; the second one never changes. */
function farm(said: (at: Instant) => Said, step = HOUR): FactsBySeries {
  const at = Float64Array.from(instantsIn({ from: END - 21 * DAY, to: END + DAY }, step));
  const series = (value: (one: Said) => number, of: (at: Instant) => Said): Facts => ({
    at,
    knownAt: at.map((one) => one + step),
    value: at.map((one) => value(of(one))),
  });
  return new Map(
    [['T001', said] as const, ['T002', () => CALM] as const].flatMap(([turbine, of]) => [
      [factsKey('turbine-measurement/wind_speed_m_per_s', turbine), series(({ wind }) => wind, of)],
      [factsKey('turbine-measurement/vibration_mm_per_s', turbine), series(({ vibration }) => vibration, of)],
      [factsKey('turbine-measurement/temperature_kelvin', turbine), series(({ temperature }) => temperature, of)],
      [factsKey('turbine-measurement/consumption_kwh', turbine), series(() => 0.3, of)],
    ]),
  );
}
const rowOf = (facts: FactsBySeries, issuedAt = END) => model.row(historyAsOf(facts, issuedAt), 'T001', LAST);

describe('a turbine', () => {
  it('is as it always was when it shakes as it always did at this wind', () => {
    const gusty = (at: Instant) => ({
      ...CALM,
      wind: at % (2 * HOUR) === 0 ? 5.5 : 11.5,
      vibration: at % (2 * HOUR) === 0 ? 1 : 2,
    });
    const row = rowOf(farm(gusty));
    expect([row.vibration_excess_24h, row.vibration_growth_72h, row.temperature_excess_24h]).toEqual([0, 0, 0]);
    expect(row.vibration_24h).toBe(1.5);
  });

  it('shakes beyond its own past, more than yesterday and more than three days ago', () => {
    const worn = (at: Instant) => ({ ...CALM, vibration: at >= END - DAY ? 4 : 1 });
    const row = rowOf(farm(worn));
    expect([row.vibration_excess_6h, row.vibration_excess_24h, row.vibration_excess_72h]).toEqual([3, 3, 1]);
    expect([row.vibration_growth_6h, row.vibration_growth_24h, row.vibration_growth_72h]).toEqual([3, 3, 3]);
  });

  it('shows no wear while there is no wind to turn it', () => {
    const still = (at: Instant) => ({ ...CALM, wind: at >= END - DAY ? 2 : 8, vibration: at >= END - DAY ? 0.1 : 1 });
    const row = rowOf(farm(still));
    expect(row.vibration_excess_24h).toBeNaN();
    expect(row.vibration_excess_72h).toBe(0);
    expect(row.turning_share_24h).toBe(0);
  });

  it('runs hot when it is warmer than its neighbour by more than usual', () => {
    const hot = (at: Instant) => ({ ...CALM, temperature: at >= END - DAY ? 287 : 281 });
    const row = rowOf(farm(hot));
    expect(row.temperature_others_24h).toBe(280);
    // Usually 1 K, and 6 K more on one day of eighteen.
    expect(row.temperature_excess_24h).toBeCloseTo(7 - (1 + 6 / 18), 10);
  });
});

it('gives the same row from minutes as from means of hours', () => {
  const said = (at: Instant) => ({ ...CALM, wind: 6 + ((at / HOUR) % 5), vibration: 1 + ((at / HOUR) % 3) / 8 });
  const hourly = farm((at) => said(Math.floor(at / HOUR) * HOUR));
  const minutes = farm((at) => said(Math.floor(at / HOUR) * HOUR), MINUTE);
  const [a, b] = [rowOf(hourly), rowOf(minutes)];
  for (const feature of model.features) expect(b[feature], feature).toBeCloseTo(a[feature], 9);
});

it('looks at nothing after its hour, and no further back than it says', () => {
  const said = (at: Instant) => ({ ...CALM, vibration: 1 + (((at / HOUR) * 7) % 11) / 10 });
  const asked = rowOf(farm(said));
  const absurd = farm((at) =>
    at >= END || at < END - model.reach ? { wind: 99, vibration: 99, temperature: 99 } : said(at),
  );
  expect(rowOf(absurd, END + DAY)).toEqual(asked);
});

it('says NaN where nothing is known, never 0', () => {
  const { hour, year_sin: sin, year_cos: cos, ...measured } = rowOf(new Map());
  expect(Object.values(measured).filter((value) => !Number.isNaN(value))).toEqual([]);
  expect(hour).toBe(12);
  expect([sin, cos].every(Number.isFinite)).toBe(true);
});
