import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instantsIn, MINUTE, parisClock } from '../../data/time.ts';
import { FLEET, QUANTITIES, type Turbine } from './turbine-fleet.ts';
import { simulateTurbine } from './turbine-physics.ts';
import { powerMw } from './turbine-power.ts';
import { FAULTS, simulateSensors } from './turbine-sensors.ts';
import { COMPONENTS, simulateStops } from './turbine-stops.ts';
import { simulateWind, WEIBULL } from './turbine-wind.ts';

const SEED = 1;
const e100: Turbine = FLEET[0]!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const between = (value: number, [least, most]: readonly [number, number]): void => {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThan(most);
};
const years = (from: number, to: number) => ({ from: Date.UTC(from, 0, 1), to: Date.UTC(to, 0, 1) });

describe('the power curve', () => {
  it.each([
    ['below cut-in', 2.9, 0],
    ['at cut-in', 3, 0],
    ['at 8 m/s', 8, 0.8813],
    ['at rated wind', 12.5, 3.5],
    ['in a gale', 24.9, 3.5],
    ['in a storm', 25, 0],
  ])('of an E100 %s', (_, wind, megawatts) => {
    expect(powerMw(e100, wind)).toBeCloseTo(megawatts, 3);
  });

  it.each(FLEET.map((turbine) => [turbine.model, turbine] as const))(
    'of an %s only rises up to its rated wind',
    (_, turbine) => {
      const curve = Array.from({ length: 200 }, (_, i) => {
        const wind = turbine.cutIn + ((i + 1) * (turbine.ratedWind - turbine.cutIn)) / 200;
        return powerMw(turbine, wind);
      });
      for (let i = 1; i < curve.length; i++) expect(curve[i]).toBeGreaterThan(curve[i - 1]!);
      expect(curve.at(-1)).toBe(turbine.ratedMw);
    },
  );
});

describe('the wind', () => {
  const wind = simulateWind(SEED, 'T001');
  const decade = instantsIn(years(2016, 2026), HOUR).map((at) => ({ at, speed: wind(at) }));
  const speeds = decade.map(({ speed }) => speed).sort((a, b) => a - b);

  it('has the mean of its Weibull distribution, 8.2 m/s * Γ(1.5)', () => {
    expect(WEIBULL).toEqual({ shape: 2, metersPerSecond: 8.2 });
    between(mean(speeds), [7.27 * 0.96, 7.27 * 1.04]);
  });

  it.each([
    [0.1, 2.66],
    [0.5, 6.83],
    [0.9, 12.44],
    [0.99, 17.6],
  ])('has its quantile %d', (share, metersPerSecond) => {
    between(speeds[Math.floor(share * speeds.length)]!, [metersPerSecond * 0.93, metersPerSecond * 1.08]);
  });

  it('blows harder in the afternoon and in winter', () => {
    const at = (keep: (at: Instant) => boolean) => mean(decade.filter((one) => keep(one.at)).map(({ speed }) => speed));
    const hour = (at: Instant) => (at % DAY) / HOUR;
    between(at((t) => hour(t) === 14) / at((t) => hour(t) === 2), [1.12, 1.35]);
    between(
      at((t) => [12, 1, 2].includes(parisClock(t).month)) / at((t) => [6, 7, 8].includes(parisClock(t).month)),
      [1.1, 1.4],
    );
  });

  it('remembers: what blows in an hour is near to what blows now, and says little of next week', () => {
    const autocorrelation = (hours: number): number => {
      const all = mean(speeds);
      const pairs = decade.slice(0, -hours).map(({ speed }, i) => (speed - all) * (decade[i + hours]!.speed - all));
      return mean(pairs) / mean(speeds.map((speed) => (speed - all) ** 2));
    };
    between(autocorrelation(1), [0.7, 0.95]);
    between(autocorrelation(12), [0.3, 0.7]);
    between(autocorrelation(168), [-0.1, 0.15]);
  });
});

describe.each(FLEET.map((turbine) => [turbine.id, turbine] as const))('turbine %s', (_, turbine) => {
  const { stops, day } = simulateTurbine(SEED, turbine);
  const failures = stops.in(years(2020, 2026)).filter(({ kind }) => kind === 'unplanned');

  it('fails six times a year, each time for 6 to 42 hours', () => {
    expect(failures.length).toBeGreaterThanOrEqual(35);
    expect(failures.length).toBeLessThanOrEqual(38);
    for (const { from, to } of failures) between((to - from) / HOUR, [5.9, 42.1]);
  });

  it('trembles more and more before each failure, and no more after its repair', () => {
    for (const { from, to, component } of failures.slice(0, 12)) {
      // While it turns, and for the same load: what wind does to vibration is no sign of wear.
      const worn = (at: Instant): number => stops.wearAt(at).vibration;
      const trend = [12, 8, 4, 2, 1, 0].map((days) => worn(from - days * DAY - MINUTE));
      for (let i = 1; i < trend.length; i++) expect(trend[i], component).toBeGreaterThanOrEqual(trend[i - 1]!);
      expect(trend.at(-1)).toBeCloseTo(COMPONENTS[component === 'service' ? 'gearbox' : component].vibration, 1);
      // The next part to fail may have begun to wear.
      expect(worn(to + HOUR)).toBeLessThan(0.1 * trend.at(-1)!);
    }
  });

  it('shows that in what it measures: the last turning hours before a failure shake far more than those a month before', () => {
    const turning = (before: Instant): number => {
      const midnight = Math.floor(before / DAY) * DAY;
      const truth = day(midnight);
      const minutes = [...truth.vibration].filter((_, m) => truth.powerMw[m]! > 0 && midnight + m * MINUTE < before);
      return minutes.length > 60 ? mean(minutes) : Number.NaN;
    };
    const grown = failures
      .map(({ from }) => turning(from) / turning(from - 24 * DAY))
      .filter((ratio) => !Number.isNaN(ratio));
    expect(grown.length).toBeGreaterThan(20);
    expect(grown.filter((ratio) => ratio > 2).length / grown.length).toBeGreaterThan(0.9);
  });

  it('gives nothing while it stands, and most of a year about 0.3 of what it could', () => {
    const stop = failures[3]!;
    const noon = Math.floor(stop.from / DAY) * DAY;
    const { powerMw: given } = day(noon);
    const standing = [...given].filter((_, m) => noon + m * MINUTE >= stop.from && noon + m * MINUTE < stop.to);
    expect(standing.every((megawatts) => megawatts === 0)).toBe(true);
    const year = instantsIn(years(2025, 2026), 5 * DAY).flatMap((midnight) => [...day(midnight).powerMw]);
    between(mean(year) / turbine.ratedMw, [0.22, 0.38]);
  });

  it('has a day that does not depend on which day was asked before', () => {
    const midnight = Date.UTC(2026, 9, 25);
    const alone = simulateTurbine(SEED, turbine).day(midnight);
    day(midnight - DAY);
    expect(day(midnight)).toEqual(alone);
    expect(simulateTurbine(SEED + 1, turbine).day(midnight).wind).not.toEqual(alone.wind);
  });

  it('warms and cools slowly: no minute is more than 0.3 K from the last, across midnight as well', () => {
    const [today, tomorrow] = [day(Date.UTC(2026, 6, 1)), day(Date.UTC(2026, 6, 2))];
    const both = [...today.temperature, ...tomorrow.temperature];
    const jumps = both.slice(1).map((kelvin, i) => Math.abs(kelvin - both[i]!));
    expect(Math.max(...jumps)).toBeLessThan(0.3);
  });
});

describe('planned work', () => {
  it('is done on weekdays from 08:00 to 16:00 in Paris, some eight times a year, and never on what is broken', () => {
    for (const { id } of FLEET) {
      const stops = simulateStops(SEED, id).in(years(2020, 2026));
      const planned = stops.filter(({ kind }) => kind === 'planned');
      between(planned.length / 6, [6.5, 8.5]);
      for (const { from, to } of planned) {
        expect(parisClock(from)).toMatchObject({ hour: 8, minute: 0 });
        expect(parisClock(from).weekday).toBeLessThan(5);
        expect(parisClock(to)).toMatchObject({ hour: 16, minute: 0 });
      }
      for (let i = 1; i < stops.length; i++) expect(stops[i]!.from).toBeGreaterThanOrEqual(stops[i - 1]!.to);
    }
  });
});

describe('the sensors', () => {
  const measured = simulateSensors(SEED, e100);
  const days = instantsIn(years(2025, 2026), DAY);
  const year = days.flatMap((midnight) => measured(midnight));

  it('lose some minutes but never half an hour, and keep the rest once each', () => {
    const lost = days.length * 1_440 - year.length;
    // A day in twelve, some seventeen minutes each.
    between(lost / days.length, [FAULTS.lost.perDay * 17 * 0.5, FAULTS.lost.perDay * 17 * 1.6]);
    expect(new Set(year.map(({ at }) => at)).size).toBe(year.length);
    expect(new Set(year.map(({ at }) => Math.floor(at / (30 * MINUTE)))).size).toBe(days.length * 48);
  });

  it.each(QUANTITIES)('say nothing for a while, %s too', (quantity) => {
    const silent = year.filter(({ values }) => values[quantity] === null).length / year.length;
    between(silent, [0.0005, 0.006]);
  });

  it('get stuck, so that an hour long nothing changes', () => {
    let [longest, run] = [0, 0];
    for (let i = 1; i < year.length; i++) {
      run = year[i]!.values.wind !== null && year[i]!.values.wind === year[i - 1]!.values.wind ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    between(longest, [60, 360]);
  });

  it('are startled now and then: a wind of fifty metres a second from nowhere', () => {
    const winds = year.flatMap(({ values }) => (values.wind === null ? [] : [values.wind]));
    const startled = winds.filter((wind, i) => wind > 2.5 * Math.max(2, winds[i - 1] ?? 0));
    between(startled.length, [3, 40]);
  });

  it('send some minutes hours late', () => {
    const late = year.filter(({ at, writtenAt }) => writtenAt > at + MINUTE);
    between(late.length / year.length, [0.001, 0.01]);
    expect(Math.max(...late.map(({ at, writtenAt }) => writtenAt - at))).toBeLessThan(8 * HOUR);
  });
});
