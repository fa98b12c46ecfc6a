// The same stitched hours from another host, kept since 2022: what stands in for either of the others.
import type { Source } from '../../dataset.ts';
import { hourlySource } from '../hourly-source.ts';
import { asked, hours } from '../open-meteo.ts';

export const openMeteoHistoricalForecast: Source = hourlySource({
  id: 'open-meteo-historical-forecast',
  // Never checked against measurements after the fact: no better than what the forecast API said.
  quality: 'real time',
  question: (window) =>
    asked('https://historical-forecast-api.open-meteo.com/v1/forecast', {
      ...hours(window),
      current: 'temperature_2m',
    }),
});
