// What Open-Meteo is asked, read as it reads it, and refused with its words: places, variables, hours, units. Written apart from data/weather: two readings of one format check each other.
import { DAY, floorTo, HOUR, type Instant, instantsIn, parseInstant, type TimeWindow } from '../../data/time.ts';
import type { Spot } from './relief.ts';

export interface Query {
  readonly spots: readonly Spot[];
  readonly variables: readonly string[];
  /** Hours that are wanted, the last one included. */
  readonly stamps: readonly Instant[];
  readonly unixTime: boolean;
  readonly metresPerSecond: boolean;
  readonly current: boolean;
}

/** Answered with 400 and its reason. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

const KNOWN = [
  'latitude',
  'longitude',
  'hourly',
  'current',
  'timezone',
  'timeformat',
  'temperature_unit',
  'wind_speed_unit',
  'models',
  'run',
  'start_date',
  'end_date',
  'start_hour',
  'end_hour',
  'forecast_hours',
];
const UTC = ['UTC', 'GMT'];

/** `published` is the span of dates that the host answers for; single runs begin with `run`, and know no other beginning. */
export function readQuery(
  params: URLSearchParams,
  variables: readonly string[],
  { published, run }: { readonly published: TimeWindow; readonly run?: Instant },
): Query {
  for (const name of params.keys()) if (!KNOWN.includes(name)) throw new Refusal(`Unknown parameter '${name}'.`);
  const latitudes = numbers(params, 'latitude');
  const longitudes = numbers(params, 'longitude');
  if (latitudes.length !== longitudes.length)
    throw new Refusal("Parameter 'latitude' and 'longitude' must have the same number of elements");
  const asked = (params.get('hourly') ?? '').split(',');
  const unknown = asked.find((name) => !variables.includes(name));
  if (unknown !== undefined)
    throw new Refusal(`Cannot initialize WeatherVariable from invalid String value ${unknown} for key hourly`);
  if (!UTC.includes(params.get('timezone') ?? 'GMT')) throw new Refusal('Invalid timezone');
  const [start, end] = run === undefined ? datesOf(params, published) : hoursOf(params, run);
  return {
    spots: latitudes.map((latitude, i) => ({ latitude, longitude: longitudes[i]! })),
    variables: asked,
    stamps: instantsIn({ from: start, to: end + HOUR }, HOUR),
    unixTime: params.get('timeformat') === 'unixtime',
    metresPerSecond: params.get('wind_speed_unit') === 'ms',
    current: params.has('current'),
  };
}

function datesOf(params: URLSearchParams, published: TimeWindow): readonly [Instant, Instant] {
  const [start, end] = [instantOf(params, 'start'), instantOf(params, 'end')];
  if (end < start) throw new Refusal("Parameter 'end_date' must be larger or equal to 'start_date'");
  for (const [name, at] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (at >= published.from && at < published.to) continue;
    const range = `from ${dateOf(published.from)} to ${dateOf(published.to - DAY)}`;
    throw new Refusal(`Parameter '${name}_date' is out of allowed range ${range}`);
  }
  return [start, end];
}

function hoursOf(params: URLSearchParams, run: Instant): readonly [Instant, Instant] {
  if (params.has('start_hour') || params.has('start_date'))
    throw new Refusal("Parameter 'start_hour' must not be set together with 'run'");
  const count = Number(params.get('forecast_hours'));
  if (!Number.isInteger(count) || count < 1)
    throw new Refusal("Value of type 'Int' required for key 'forecast_hours'.");
  return [run, run + (count - 1) * HOUR];
}

function numbers(params: URLSearchParams, name: string): readonly number[] {
  const values = (params.get(name) ?? '').split(',').map(Number);
  if (params.get(name) === null || values.some(Number.isNaN))
    throw new Refusal(`Value of type '[Float]' required for key '${name}'.`);
  return values;
}

/** A date is whole: to its last hour. */
function instantOf(params: URLSearchParams, which: 'start' | 'end'): Instant {
  const hour = params.get(`${which}_hour`);
  const text = hour ?? params.get(`${which}_date`) ?? '';
  const at = parseInstant(hour === null ? `${text}T00:00Z` : `${text}Z`);
  if (at === null) throw new Refusal(`Invalid date format. Make sure to use 'YYYY-MM-DD', got '${text}'`);
  return hour === null && which === 'end' ? at + 23 * HOUR : floorTo(HOUR, at);
}

const dateOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
