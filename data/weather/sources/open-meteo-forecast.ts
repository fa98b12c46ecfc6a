// The last hours, from the forecast API: the first hours of each model run, stitched together. Also what is yet to come, which is not asked for here.
import type { Source } from '../../dataset.ts';
import { hourlySource } from '../hourly-source.ts';
import { asked, hours } from '../open-meteo.ts';

/** Asked for only because it tells the server's clock: an hour that is not over has not been. */
const CLOCK = { current: 'temperature_2m' };

export const openMeteoForecast: Source = hourlySource({
  id: 'open-meteo-forecast',
  quality: 'real time',
  question: (window) => asked('https://api.open-meteo.com/v1/forecast', { ...hours(window), ...CLOCK }),
});
