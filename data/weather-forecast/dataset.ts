// What was forecast, as it was issued: the past is never rewritten, so that a backtest sees what could be known.
import { defineDataset } from '../dataset.ts';
import { DAY, HOUR } from '../time.ts';
import { LICENCE } from '../weather/licence.ts';
import { PLACE_IDS } from '../weather/places.ts';
import { COLUMNS, NOTES, RANGES } from '../weather/quantities.ts';
import { PUBLISHED_AFTER } from './model-run.ts';
import { openMeteoLatestRun } from './sources/open-meteo-latest-run.ts';
import { openMeteoEveningRun, openMeteoSingleRun } from './sources/open-meteo-single-run.ts';
import { weatherForecast as table } from './table.ts';

export const weatherForecast = defineDataset({
  id: 'weather-forecast',
  title: { en: 'Weather forecast, as issued', fr: 'Prévision météo, telle que publiée' },
  table,
  key: ['place', 'issued_at', 'at'],
  // Not `at`, which lies in the future: a feed is late when issues are.
  timeColumn: 'issued_at',
  places: { place: PLACE_IDS },
  ranges: RANGES,
  notes: {
    place: 'Where: the places of `weather`.',
    issued_at: 'When the model run started that says so, in UTC. It could be had some hours later: `air_known_at`.',
    at: 'Start of the hour that is spoken of, in UTC.',
    ...NOTES,
  },
  headline: 'temperature_celsius',
  parts: { air: { columns: COLUMNS, knownAt: (row) => Number(row['issued_at']) + PUBLISHED_AFTER } },
  grid: DAY,
  feeds: [
    {
      id: 'morning',
      columns: COLUMNS,
      // Before 10:00 in Paris, when the day ahead is forecast.
      schedule: { dailyAt: { hour: 9, minute: 30 } },
      window: DAY,
      firstWindow: 35 * DAY,
      // One run a slice: hours of one run are not missing in the next.
      slice: DAY,
      staleAfter: 36 * HOUR,
      alternatives: [openMeteoSingleRun, openMeteoLatestRun, openMeteoEveningRun],
    },
  ],
  quality: {
    critical: ['temperature_celsius', 'wind_speed_m_per_s', 'radiation_w_per_m2'],
    anomalies: [
      { kind: 'range', column: 'temperature_celsius', low: -20, high: 42 },
      { kind: 'range', column: 'wind_speed_m_per_s', low: 0, high: 30 },
      { kind: 'range', column: 'pressure_hpa', low: 960, high: 1_050 },
    ],
  },
  privacy: 'none',
  licence: LICENCE,
});
