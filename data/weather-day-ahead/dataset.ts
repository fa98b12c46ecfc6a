// What the morning's weather forecast says of tomorrow, for France and its regions: derived from the issues of `weather-forecast`.
import { AREAS } from '../consumption/table.ts';
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, parisTimeOn } from '../time.ts';
import { LICENCE } from '../weather/licence.ts';
import { forecastRuns } from './sources/forecast-runs.ts';
import { COLUMNS, RANGES, weatherDayAhead as table } from './table.ts';

export const weatherDayAhead = defineDataset({
  id: 'weather-day-ahead',
  title: { en: 'Weather of tomorrow, as forecast', fr: 'Météo du lendemain, telle que prévue' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: {
    area: 'Where: FR, or a region as ISO 3166-2. The areas of `consumption`.',
    at: 'Midnight in Paris at which the day that is forecast begins, in UTC.',
    temperature_mean_celsius: 'Mean of the 23, 24 or 25 hours of the day and of its places, weighted by people, °C.',
    temperature_min_celsius: 'Mean of the lowest hour of each place, weighted by people, °C.',
    temperature_max_celsius: 'Mean of the highest hour of each place, weighted by people, °C.',
    wind_speed_mean_m_per_s: 'Mean wind speed 10 m above the ground, weighted by people, m/s.',
    radiation_mean_w_per_m2:
      'Mean global radiation on a horizontal surface over the whole day, night included, weighted by people, W/m².',
    cloud_cover_mean_pct: 'Mean share of the sky that is covered, weighted by people, %.',
  },
  headline: 'temperature_mean_celsius',
  parts: {
    // The run of midnight UTC is there at 07:30 in Paris at the latest and asked for at 09:30. We claim no earlier.
    day: {
      columns: COLUMNS,
      knownAt: (row) => parisTimeOn(Number(row['at']), { hour: 9, minute: 30, shiftDays: -1 }),
    },
  },
  grid: 'paris-day',
  feeds: [
    {
      id: 'morning',
      columns: COLUMNS,
      // After `weather-forecast` at 09:30, before models look at 10:00.
      schedule: { dailyAt: { hour: 9, minute: 45 } },
      window: 4 * DAY,
      // Midnight of tomorrow, and not that of the day after.
      ahead: DAY,
      // A day less than the issues it is made of: the first of them speaks of the day after.
      firstWindow: 34 * DAY,
      slice: 92 * DAY,
      // Only days that have begun are looked at: the newest is up to 25 hours old when the next begins.
      staleAfter: 25 * HOUR,
      alternatives: [forecastRuns],
    },
  ],
  quality: {
    critical: ['temperature_mean_celsius', 'temperature_min_celsius', 'temperature_max_celsius'],
    anomalies: [
      { kind: 'range', column: 'temperature_mean_celsius', low: -12, high: 33 },
      { kind: 'jump', column: 'temperature_mean_celsius', most: 10 },
      { kind: 'flat', column: 'temperature_mean_celsius', steps: 4 },
    ],
  },
  derivedFrom: ['weather-forecast'],
  privacy: 'none',
  licence: LICENCE,
});
