// What the weather was, where people live and where the wind farms stand.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR } from '../time.ts';
import { LICENCE } from './licence.ts';
import { MAX_DAYS_PER_QUESTION } from './open-meteo.ts';
import { CITIES, PLACE_IDS, WIND_FARMS } from './places.ts';
import { COLUMNS, NOTES, RANGES } from './quantities.ts';
import { openMeteoEra5 } from './sources/open-meteo-era5.ts';
import { openMeteoForecast } from './sources/open-meteo-forecast.ts';
import { openMeteoHistoricalForecast } from './sources/open-meteo-historical-forecast.ts';
import { weather as table } from './table.ts';

const CITY_IDS = CITIES.map(({ id }) => id);
const WIND_FARM_IDS = WIND_FARMS.map(({ id }) => id);

export const weather = defineDataset({
  id: 'weather',
  title: { en: 'Weather', fr: 'Météo' },
  table,
  key: ['place', 'at'],
  timeColumn: 'at',
  places: { place: PLACE_IDS },
  ranges: RANGES,
  notes: {
    place: 'Where: a city, a region as ISO 3166-2 (its country outside the cities), or a wind farm (wind-…).',
    at: 'Start of the hour, in UTC.',
    ...NOTES,
  },
  headline: 'temperature_celsius',
  parts: {
    air: {
      columns: COLUMNS,
      // The model runs that cover an hour come within two; ERA5 is five days late.
      knownAt: ({ at, quality }) => Number(at) + (quality === 'real time' ? 2 * HOUR : 6 * DAY),
    },
  },
  grid: HOUR,
  feeds: [
    {
      id: 'recent',
      columns: COLUMNS,
      schedule: { every: HOUR },
      // A later model run may still say something else of these. Each time it does is a revision: older ones wait for ERA5.
      window: 6 * HOUR,
      firstWindow: 35 * DAY,
      slice: MAX_DAYS_PER_QUESTION * DAY,
      staleAfter: 4 * HOUR,
      alternatives: [openMeteoForecast, openMeteoHistoricalForecast],
    },
    {
      id: 'archive',
      columns: COLUMNS,
      schedule: { dailyAt: { hour: 20 } },
      window: 12 * DAY,
      // Further back than the days that `weather-daily` works out.
      firstWindow: 49 * DAY,
      slice: MAX_DAYS_PER_QUESTION * DAY,
      staleAfter: 9 * DAY,
      alternatives: [openMeteoEra5, openMeteoHistoricalForecast],
    },
  ],
  quality: {
    critical: ['temperature_celsius', 'wind_speed_m_per_s', 'radiation_w_per_m2'],
    anomalies: [
      { kind: 'range', column: 'temperature_celsius', low: -20, high: 42 },
      { kind: 'range', column: 'wind_speed_m_per_s', low: 0, high: 30 },
      { kind: 'range', column: 'pressure_hpa', low: 960, high: 1_050 },
      { kind: 'jump', column: 'temperature_celsius', most: 8 },
      { kind: 'jump', column: 'pressure_hpa', most: 8 },
      // A foggy winter night hardly moves, but for half a day nothing stands still.
      { kind: 'flat', column: 'temperature_celsius', steps: 12 },
      // The sun is never still, but at night.
      { kind: 'flat', column: 'radiation_w_per_m2', steps: 5, except: 0 },
      // Where people are, and where turbines turn.
      { kind: 'unusual', column: 'temperature_celsius', deviations: 6, places: CITY_IDS },
      { kind: 'unusual', column: 'wind_speed_100m_m_per_s', deviations: 6, places: WIND_FARM_IDS },
    ],
  },
  privacy: 'none',
  licence: LICENCE,
});
