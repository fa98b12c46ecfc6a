// Daily means of France and its regions, derived from the hours of `weather`.
import { AREAS } from '../consumption/table.ts';
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR, parisDay } from '../time.ts';
import { LICENCE } from '../weather/licence.ts';
import { weatherHours } from './sources/weather-hours.ts';
import { COLUMNS, MEANS, RANGES, weatherDaily as table } from './table.ts';

export const weatherDaily = defineDataset({
  id: 'weather-daily',
  title: { en: 'Weather by the day', fr: 'Météo par jour' },
  table,
  key: ['area', 'at'],
  timeColumn: 'at',
  places: { area: AREAS },
  ranges: RANGES,
  notes: {
    area: 'Where: FR, or a region as ISO 3166-2. The areas of `consumption`.',
    at: 'Midnight in Paris at which the day begins, in UTC.',
    date: 'The day in Paris, YYYY-MM-DD.',
    temperature_mean_celsius: 'Mean of the 23, 24 or 25 hours of the day and of its places, weighted by people, °C.',
    temperature_min_celsius: 'Mean of the lowest hour of each place, weighted by people, °C.',
    temperature_max_celsius: 'Mean of the highest hour of each place, weighted by people, °C.',
    wind_speed_mean_m_per_s: 'Mean wind speed 10 m above the ground, weighted by people, m/s.',
  },
  headline: 'temperature_mean_celsius',
  parts: {
    day: {
      columns: COLUMNS,
      // When its last hour is: see `weather`.
      knownAt: ({ at, quality }) => parisDay(Number(at)).to + (quality === 'real time' ? HOUR : 6 * DAY),
    },
  },
  grid: 'paris-day',
  feeds: [
    {
      id: 'days',
      columns: COLUMNS,
      schedule: { every: HOUR },
      // All that `weather` may have changed or caught up: thirteen rows a day cost nothing.
      window: 45 * DAY,
      firstWindow: 45 * DAY,
      slice: 366 * DAY,
      staleAfter: 2 * DAY,
      alternatives: [weatherHours],
    },
  ],
  quality: {
    critical: MEANS,
    anomalies: [
      { kind: 'range', column: 'temperature_mean_celsius', low: -12, high: 33 },
      { kind: 'jump', column: 'temperature_mean_celsius', most: 10 },
      { kind: 'flat', column: 'temperature_mean_celsius', steps: 4 },
    ],
  },
  derivedFrom: ['weather'],
  privacy: 'none',
  licence: LICENCE,
});
