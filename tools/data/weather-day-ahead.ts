// Tomorrow's weather with perfect foresight: the shared files hold what was observed, nobody kept what was forecast. The source of each row says so.

import { stepsIn } from '../../data/grid.ts';
import { HOUR, instantsIn, parisDay, parisTimeOn } from '../../data/time.ts';
import { CITIES } from '../../data/weather/places.ts';
import { weatherDayAhead } from '../../data/weather-day-ahead/dataset.ts';
import type { Imported, Importer } from './importer.ts';
import { dayColumns, observedDays } from './observed-days.ts';

export const weatherDayAheadImport: Importer = {
  definition: weatherDayAhead,
  async *rows(shared): AsyncGenerator<Imported> {
    for await (const day of observedDays(shared))
      yield { row: { ...dayColumns(day), quality: 'consolidated' }, source: day.source };
  },
  /** As the run of midnight of the day before has it. */
  *simulated({ weather }, window): Generator<Imported> {
    const people = CITIES.reduce((sum, city) => sum + city.people, 0);
    for (const at of stepsIn('paris-day', window)) {
      const run = Math.floor(parisTimeOn(at, { hour: 10, shiftDays: -1 }) / (24 * HOUR)) * 24 * HOUR;
      const hours = instantsIn(parisDay(at), HOUR);
      const total = { mean: 0, min: 0, max: 0, wind: 0, radiation: 0, cloud: 0 };
      for (const city of CITIES) {
        const airs = hours.map((hour) => weather.forecast(city, run, hour));
        const celsius = airs.map((air) => air.celsius);
        const share = city.people / people;
        const mean = (of: (air: (typeof airs)[number]) => number): number =>
          airs.reduce((sum, air) => sum + of(air), 0) / airs.length;
        total.mean += share * mean((air) => air.celsius);
        total.min += share * Math.min(...celsius);
        total.max += share * Math.max(...celsius);
        total.wind += share * mean((air) => air.wind10m);
        total.radiation += share * mean((air) => air.radiation);
        total.cloud += share * mean((air) => air.cloudPct);
      }
      const { mean: temperature, wind, radiation, cloud } = total;
      const day = { area: 'FR', at, temperature: { ...total, mean: temperature }, source: 'simulator' };
      yield {
        row: {
          ...dayColumns(day),
          wind_speed_mean_m_per_s: Math.round(100 * wind) / 100,
          radiation_mean_w_per_m2: Math.round(10 * radiation) / 10,
          cloud_cover_mean_pct: Math.round(10 * cloud) / 10,
          quality: 'definitive',
        },
        source: 'simulator',
      };
    }
  },
};
