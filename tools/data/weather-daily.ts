// The weather of days that are over, as it was observed.
import { parisDate } from '../../data/time.ts';
import { weatherDaily } from '../../data/weather-daily/dataset.ts';
import type { Imported, Importer } from './importer.ts';
import { dayColumns, observedDays } from './observed-days.ts';

export const weatherDailyImport: Importer = {
  definition: weatherDaily,
  async *rows(shared): AsyncGenerator<Imported> {
    for await (const day of observedDays(shared))
      yield { row: { ...dayColumns(day), date: parisDate(day.at), quality: 'consolidated' }, source: day.source };
  },
};
