// Gas of whole days, of France and its regions, derived from the hours of `gas`.
import { AREAS } from '../consumption/table.ts';
import { defineDataset } from '../dataset.ts';
import { gas } from '../gas/dataset.ts';
import { DAY, HOUR, parisDay } from '../time.ts';
import { gasHours } from './sources/gas-hours.ts';
import { COLUMNS, RANGES, gasDaily as table } from './table.ts';

export const gasDaily = defineDataset({
  id: 'gas-daily',
  title: { en: 'Gas of the regions by the day', fr: 'Gaz des régions par jour' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: {
    area: 'Where: FR, or a region as ISO 3166-2. The areas of `consumption`.',
    at: 'Midnight in Paris at which the day begins, in UTC.',
    date: 'The day in Paris, YYYY-MM-DD.',
    consumption_mwh:
      'Gas taken by the networks of the towns on that day, all operators and sectors, MWh of gross calorific value (PCS) at 0 °C. Not electricity.',
    night_share: 'Share of the day taken from 00:00 to 06:00 on the Paris clock.',
    morning_share: 'Share of the day taken from 06:00 to 12:00 on the Paris clock.',
    afternoon_share: 'Share of the day taken from 12:00 to 18:00 on the Paris clock.',
    evening_share: 'Share of the day taken from 18:00 to 24:00 on the Paris clock.',
    load_factor_share: 'The mean hour over the largest: 1 is a flat day.',
    steepest_rise_share: 'The steepest climb from one hour to the next, as a share of the day; 0 when it only falls.',
    peak_at_hours: 'The hour of the Paris clock at which the largest hour begins; the first of equals.',
  },
  headline: 'consumption_mwh',
  parts: {
    // With the hours it is made of: see `gas`.
    day: { columns: COLUMNS, knownAt: (row) => parisDay(Number(row['at']), 21).from },
  },
  grid: 'paris-day',
  feeds: [
    {
      id: 'days',
      columns: COLUMNS,
      schedule: { every: 6 * HOUR },
      // As far back as `gas` asks again, and as late as it may be.
      window: 60 * DAY,
      firstWindow: 75 * DAY,
      slice: 366 * DAY,
      staleAfter: 40 * DAY,
      alternatives: [gasHours],
    },
  ],
  quality: {
    critical: ['consumption_mwh'],
    anomalies: [{ kind: 'flat', column: 'consumption_mwh', steps: 3 }],
  },
  derivedFrom: ['gas'],
  privacy: 'none',
  licence: gas.licence,
});
