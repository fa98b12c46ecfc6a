// Tomorrow's weather with perfect foresight: the shared files hold what was observed, nobody kept what was forecast. The source of each row says so.

import { HOUR, parisTimeOn } from '../../data/time.ts';
import { weatherDayAhead } from '../../data/weather-day-ahead/dataset.ts';
import type { Imported, Importer } from './importer.ts';
import { dayColumns, observedDays } from './observed-days.ts';
import { simulatedDays } from './simulated-days.ts';

export const weatherDayAheadImport: Importer = {
  definition: weatherDayAhead,
  async *rows(shared): AsyncGenerator<Imported> {
    let count = 0;
    for await (const day of observedDays(shared)) {
      count += 1;
      yield { row: { ...dayColumns(day), quality: 'consolidated' }, source: day.source };
    }
    if (count > 0)
      shared.note('perfect foresight', `all ${count} rows were observed, and stand there as if they had been forecast`);
  },
  /** As the run of midnight of the day before has it. */
  *simulated({ weather }, window): Generator<Imported> {
    yield* simulatedDays(window, weatherDayAhead.places.area, (place, day) => {
      const run = Math.floor(parisTimeOn(day, { hour: 10, shiftDays: -1 }) / (24 * HOUR)) * 24 * HOUR;
      return (at) => weather.forecast(place, run, at);
    });
  },
};
