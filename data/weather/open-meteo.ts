// How Open-Meteo is asked: all places in one question, in UTC, as Unix time. One call of its free tier for each place and fortnight; 10,000 a day, 600 a minute.
import type { HttpQuestion } from '../dataset.ts';
import { floorTo, formatInstant, HOUR, type Instant, type TimeWindow } from '../time.ts';
import { PLACES } from './places.ts';
import { QUANTITIES } from './quantities.ts';

/** Beyond two weeks or ten variables a call of one place counts as several. */
export const MAX_DAYS_PER_QUESTION = 14;

const PLACES_AND_UNITS = {
  latitude: PLACES.map(({ latitude }) => latitude).join(),
  longitude: PLACES.map(({ longitude }) => longitude).join(),
  hourly: QUANTITIES.map(({ name }) => name).join(),
  timezone: 'UTC',
  timeformat: 'unixtime',
  temperature_unit: 'celsius',
  wind_speed_unit: 'ms',
} as const;

/** `2026-11-20T10:00`: what Open-Meteo takes for an hour. */
export const hourOf = (at: Instant): string => formatInstant(at).slice(0, 16);

export function asked(endpoint: string, query: Readonly<Record<string, string>>): HttpQuestion {
  const parameters = new URLSearchParams({ ...PLACES_AND_UNITS, ...query });
  // Commas as they are: there are hundreds of them, and proxies count.
  return { method: 'GET', url: `${endpoint}?${String(parameters).replaceAll('%2C', ',')}`, answer: 'lake' };
}

/** Every stamp from the first hour of the window to the one that ends its last: what a mean of the hour before needs. */
export const hours = ({ from, to }: TimeWindow): { readonly start_hour: string; readonly end_hour: string } => ({
  start_hour: hourOf(floorTo(HOUR, from)),
  end_hour: hourOf(-floorTo(HOUR, -to)),
});

/** Whole days, where hours are not understood. */
export const days = ({ from, to }: TimeWindow): { readonly start_date: string; readonly end_date: string } => ({
  start_date: formatInstant(from).slice(0, 10),
  end_date: formatInstant(to).slice(0, 10),
});
