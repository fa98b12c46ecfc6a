import { describe, expect, it } from 'vitest';
import { HOUR, type Instant, instantsIn, parisClock } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { weather as dataset } from '../../data/weather/dataset.ts';
import { CITIES, PLACES, WIND_FARMS } from '../../data/weather/places.ts';
import { simulateWeather } from './weather.ts';
import { simulateWorld } from './world.ts';

const SEED = 1;
const { weather } = simulateWorld({ seed: SEED });
const nationAt = simulateWeather(SEED);
const hours = instantsIn({ from: Date.UTC(2025, 0, 1), to: Date.UTC(2026, 0, 1) }, HOUR);
const some = hours.filter((_, i) => i % 24 < 24 && Math.floor(i / 24) % 9 === 0);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const place = (id: string) => PLACES.find((one) => one.id === id)!;
const celsiusOf = (id: string, when: readonly Instant[]) => mean(when.map((at) => weather.was(place(id), at).celsius));
const between = (value: number, [least, most]: readonly [number, number]): void => {
  expect(value).toBeGreaterThan(least);
  expect(value).toBeLessThan(most);
};
const inMonths = (...months: number[]) => some.filter((at) => months.includes(parisClock(at).month));

describe('the weather of a place', () => {
  it('is warmer in the south, milder by the sea in winter, cooler on high ground', () => {
    between(celsiusOf('marseille', some) - celsiusOf('lille', some), [2, 7]);
    between(celsiusOf('brest', inMonths(12, 1, 2)) - celsiusOf('strasbourg', inMonths(12, 1, 2)), [1, 7]);
    between(celsiusOf('strasbourg', inMonths(7, 8)) - celsiusOf('brest', inMonths(7, 8)), [0.3, 7]);
    between(celsiusOf('wind-levezou', some) - celsiusOf('toulouse', some), [-6, -1]);
  });

  it('is, in the mean of the cities and of a day, what the load follows', () => {
    const people = CITIES.reduce((sum, city) => sum + city.people, 0);
    const days = [0, 40, 95, 170, 200, 300, 340].map((day) => hours.slice(24 * day, 24 * day + 24));
    for (const day of days) {
      const felt = mean(day.map((at) => nationAt(at).feltCelsius));
      const cities = CITIES.reduce((sum, city) => sum + city.people * celsiusOf(city.id, day), 0) / people;
      expect(Math.abs(cities - felt)).toBeLessThan(0.6);
    }
  });

  it('has its warmest hour in the afternoon, its sun by day, and more wind at sea', () => {
    const summer = inMonths(6, 7, 8);
    const byHour = Array.from({ length: 24 }, (_, hour) =>
      celsiusOf(
        'orleans',
        summer.filter((at) => parisClock(at).hour === hour),
      ),
    );
    between(byHour.indexOf(Math.max(...byHour)), [13, 19]);
    const midnight = summer.filter((at) => parisClock(at).hour === 0).map((at) => weather.was(place('lyon'), at));
    expect(Math.max(...midnight.map(({ radiation }) => radiation))).toBe(0);
    const noon = summer
      .filter((at) => parisClock(at).hour === 14)
      .map((at) => weather.was(place('lyon'), at).radiation);
    between(mean(noon), [450, 900]);
    const windOf = (id: string) => mean(some.map((at) => weather.was(place(id), at).wind100m));
    between(windOf('wind-saint-nazaire') / windOf('wind-champagne'), [1.1, 1.8]);
    between(mean(WIND_FARMS.map(({ id }) => windOf(id))), [5, 10]);
  });

  it('is possible, everywhere and all year', () => {
    const check = checkRow(dataset);
    for (const { id, ...spot } of PLACES) {
      for (const at of some) {
        const air = weather.was(spot, at);
        const values = {
          temperature_celsius: air.celsius,
          pressure_hpa: air.pressureHpa,
          humidity_pct: air.humidityPct,
        };
        const row = { place: id, at, ...values, wind_speed_m_per_s: air.wind10m, radiation_w_per_m2: air.radiation };
        expect(check({ ...row, quality: 'real time' })).toBeNull();
      }
    }
  });
});

describe('a model run', () => {
  it('misses by less than half a degree in the first hours, by about a degree the day after tomorrow', () => {
    const runs = some.filter((at) => at % (24 * HOUR) === 0);
    const missAfter = (lead: number) =>
      mean(
        runs.map((run) => {
          const at = run + lead * HOUR;
          return Math.abs(weather.forecast(place('paris'), run, at).celsius - weather.was(place('paris'), at).celsius);
        }),
      );
    between(missAfter(6), [0.1, 0.5]);
    between(missAfter(36), [0.5, 1]);
    between(missAfter(66), [0.8, 1.5]);
  });

  it('says the same whenever it is asked, and something else than the run before it', () => {
    const at = Date.parse('2026-11-21T12:00:00Z');
    const said = (run: string) => weather.forecast(place('paris'), Date.parse(run), at).celsius;
    expect(said('2026-11-20T00:00:00Z')).toBe(said('2026-11-20T00:00:00Z'));
    expect(said('2026-11-20T00:00:00Z')).not.toBe(said('2026-11-19T00:00:00Z'));
  });
});
