// What each turbine produced in a day, and whether it was stopped.
import { defineDataset } from '../dataset.ts';
import { DAY, parisTimeOn } from '../time.ts';
import { turbine } from '../turbine/dataset.ts';
import { productionFile } from './format.ts';
import { energitechFiles } from './sources/energitech-files.ts';
import { RANGES, turbineProduction as table } from './table.ts';

const COLUMNS = ['date', 'energy_kwh', 'is_planned_stop', 'is_unplanned_stop'] as const;

export const turbineProduction = defineDataset({
  id: 'turbine-production',
  title: { en: 'Production of wind turbines', fr: 'Production des éoliennes' },
  table,
  key: ['turbine_id', 'at'],
  timeColumn: 'at',
  places: {},
  ranges: RANGES,
  notes: {
    turbine_id: 'Which turbine, as in the dataset turbine.',
    at: 'Midnight in Paris with which the day begins, in UTC.',
    date: 'The day in Paris, YYYY-MM-DD: 23 to 25 hours long.',
    energy_kwh: 'Energy that the turbine gave to the grid that day, kWh.',
    is_planned_stop: 'Whether it was stopped that day for planned work; nothing where the file does not say.',
    is_unplanned_stop: 'Whether it was stopped that day by a failure; nothing where the file does not say.',
  },
  headline: 'energy_kwh',
  parts: {
    // The file of a month grows by a day every morning at six.
    production: { columns: COLUMNS, knownAt: (row) => parisTimeOn(Number(row['at']), { hour: 6, shiftDays: 1 }) },
  },
  grid: 'paris-day',
  feeds: [
    {
      id: 'monthly-files',
      columns: COLUMNS,
      schedule: { dailyAt: { hour: 7 } },
      // Days that were missing are filled in until the month is closed.
      window: 35 * DAY,
      firstWindow: 62 * DAY,
      slice: 366 * DAY,
      staleAfter: 2 * DAY,
      alternatives: [energitechFiles],
    },
  ],
  quality: {
    critical: ['energy_kwh'],
    anomalies: [{ kind: 'range', column: 'energy_kwh', low: 0, high: 100_000 }],
  },
  files: [productionFile],
  privacy: 'none',
  licence: turbine.licence,
});
