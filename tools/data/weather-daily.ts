// The weather of days that are over, as it was observed.
import { parisDate } from '../../data/time.ts';
import { weatherDaily } from '../../data/weather-daily/dataset.ts';
import type { Imported, Importer } from './importer.ts';
import { dayColumns, observedDays } from './observed-days.ts';
import { simulatedDays } from './simulated-days.ts';

export const weatherDailyImport: Importer = {
  definition: weatherDaily,
  async *rows(shared): AsyncGenerator<Imported> {
    for await (const day of observedDays(shared))
      yield { row: { ...dayColumns(day), date: parisDate(day.at), quality: 'consolidated' }, source: day.source };
  },
  *simulated({ weather }, window): Generator<Imported> {
    const days = simulatedDays(window, weatherDaily.places.area, (place) => (at) => weather.was(place, at));
    for (const { row, source } of days) {
      const { radiation_mean_w_per_m2: _, cloud_cover_mean_pct: __, ...known } = row;
      yield { row: { ...known, date: parisDate(Number(row['at'])) }, source };
    }
  },
};
