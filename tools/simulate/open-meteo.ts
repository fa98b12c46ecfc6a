// Open-Meteo, as far as it is asked: forecasts, the archive of ERA5, single runs, and when a model last ran. One object for one place, an array for several.
import { DAY, floorTo, HOUR, type Instant, MINUTE, parseInstant, SECOND, type TimeWindow } from '../../data/time.ts';
import type { Asked, SimulatedHost } from './host.ts';
import type { Air } from './local-weather.ts';
import { type ContentTrick, isGap } from './misbehave.ts';
import { type Query, Refusal, readQuery } from './open-meteo-query.ts';
import { altitudeOf, type Spot } from './relief.ts';
import { JSON_TYPE, jsonReply, type Reply } from './reply.ts';
import type { World } from './world.ts';

const MODEL = 'meteofrance_arpege_europe';
const RUN_EVERY = 6 * HOUR;
const RUN_TAKES = 4 * HOUR + 25 * MINUTE;
const RUN_REACHES = 102 * HOUR;
const ERA5_DELAY_DAYS = 5;
const ARCHIVE_SINCE = Date.UTC(1940, 0, 1);
const HISTORY_SINCE = Date.UTC(2022, 0, 1);
const SINGLE_RUNS_SINCE = Date.UTC(2025, 8, 1);

/** Null where nothing is said. */
type Says = (spot: Spot, at: Instant) => Air | null;

const VARIABLES: Readonly<Record<string, { readonly unit: string; readonly digits: number; of(air: Air): number }>> = {
  temperature_2m: { unit: '°C', digits: 1, of: (air) => air.celsius },
  relative_humidity_2m: { unit: '%', digits: 0, of: (air) => air.humidityPct },
  wind_speed_10m: { unit: 'm/s', digits: 2, of: (air) => air.wind10m },
  wind_speed_100m: { unit: 'm/s', digits: 2, of: (air) => air.wind100m },
  pressure_msl: { unit: 'hPa', digits: 1, of: (air) => air.pressureHpa },
  cloud_cover: { unit: '%', digits: 0, of: (air) => air.cloudPct },
  shortwave_radiation: { unit: 'W/m²', digits: 1, of: (air) => air.radiation },
};

export const openMeteo: SimulatedHost = {
  hosts: [
    'api.open-meteo.com',
    'archive-api.open-meteo.com',
    'historical-forecast-api.open-meteo.com',
    'single-runs-api.open-meteo.com',
  ],
  reply(world, asked) {
    const { host, pathname } = asked.url;
    if (host === 'api.open-meteo.com' && pathname === `/data/${MODEL}/static/meta.json`) return meta(asked.now);
    if (pathname !== (host === 'archive-api.open-meteo.com' ? '/v1/archive' : '/v1/forecast'))
      return jsonReply(404, { error: true, reason: 'Not Found' });
    try {
      const endpoint = endpointOf(world, asked);
      const query = readQuery(asked.url.searchParams, Object.keys(VARIABLES), endpoint);
      return answers(query, endpoint.says, endpoint.grid, asked);
    } catch (error) {
      if (error instanceof Refusal) return jsonReply(400, { error: true, reason: error.message });
      throw error;
    }
  },
};

interface Endpoint {
  readonly published: TimeWindow;
  /** Of single runs. */
  readonly run?: Instant;
  readonly says: Says;
  /** Degrees between the points it knows. */
  readonly grid: number;
}

function endpointOf({ weather }: World, { url, now }: Asked): Endpoint {
  const today = floorTo(DAY, now);
  const newest = floorTo(RUN_EVERY, now - RUN_TAKES);
  /** Of each hour, the last run that began before it and is there. */
  const stitched: Says = (spot, at) => {
    const run = Math.min(floorTo(RUN_EVERY, at), newest);
    return at - run > RUN_REACHES ? null : weather.forecast(spot, run, at);
  };
  switch (url.host) {
    case 'archive-api.open-meteo.com':
      return {
        published: { from: ARCHIVE_SINCE, to: today + DAY },
        says: (spot, at) => (at < today - (ERA5_DELAY_DAYS - 1) * DAY ? weather.was(spot, at) : null),
        grid: 0.25,
      };
    case 'single-runs-api.open-meteo.com': {
      const run = parseInstant(`${url.searchParams.get('run')}Z`);
      if (run === null || run % RUN_EVERY !== 0) throw new Refusal("Invalid value for parameter 'run'");
      if (run > newest || run < SINGLE_RUNS_SINCE) throw new Refusal('The requested model run is not available');
      const says: Says = (spot, at) => (at < run || at - run > RUN_REACHES ? null : weather.forecast(spot, run, at));
      return { published: { from: run, to: run + RUN_REACHES }, run, says, grid: 0.1 };
    }
    case 'historical-forecast-api.open-meteo.com':
      return { published: { from: HISTORY_SINCE, to: today + 16 * DAY }, says: stitched, grid: 0.1 };
    default:
      return { published: { from: today - 92 * DAY, to: today + 16 * DAY }, says: stitched, grid: 0.1 };
  }
}

function meta(now: Instant): Reply {
  const run = floorTo(RUN_EVERY, now - RUN_TAKES) / SECOND;
  return jsonReply(200, {
    chunk_time_length: 121,
    data_end_time: run + RUN_REACHES / SECOND,
    last_run_availability_time: run + RUN_TAKES / SECOND,
    last_run_initialisation_time: run,
    last_run_modification_time: run + RUN_TAKES / SECOND - 300,
    temporal_resolution_seconds: 3_600,
    update_interval_seconds: RUN_EVERY / SECOND,
  });
}

function answers(query: Query, says: Says, grid: number, { now, trick }: Asked): Reply {
  const one = (spot: Spot, index: number) => JSON.stringify(answerOf(query, says, { spot, index, grid, now, trick }));
  function* body(): Generator<string> {
    for (const [index, spot] of query.spots.entries()) yield `${index === 0 ? '[' : ','}${one(spot, index)}`;
    yield ']';
  }
  const [only, ...others] = query.spots;
  return { status: 200, headers: JSON_TYPE, body: only && others.length === 0 ? [one(only, 0)] : body() };
}

function answerOf(
  query: Query,
  says: Says,
  place: { spot: Spot; index: number; grid: number; now: Instant; trick: ContentTrick | undefined },
) {
  const { spot, index, grid, now, trick } = place;
  const kept = trick === 'gap' ? query.stamps.filter((at) => !isGap(at)) : query.stamps;
  const stamps = trick === 'duplicates' ? kept.flatMap((at) => [at, at]) : kept;
  const names = trick === 'missing-column' ? query.variables.filter((name) => name !== 'cloud_cover') : query.variables;
  const airs = stamps.map((at) => says(spot, at));
  const hourly = Object.fromEntries(
    names.map((name) => [name, airs.map((air) => (air ? shown(name, air, query, trick) : null))]),
  );
  const units = Object.fromEntries(names.map((name) => [name, unitOf(name, query, trick)]));
  const extra = trick === 'extra-column';
  return {
    latitude: Math.fround(Math.round(spot.latitude / grid) * grid),
    longitude: Math.fround(Math.round(spot.longitude / grid) * grid),
    generationtime_ms: 0.5,
    utc_offset_seconds: 0,
    timezone: 'GMT',
    timezone_abbreviation: 'GMT',
    elevation: Math.round(altitudeOf(spot)),
    ...(index > 0 && { location_id: index }),
    ...(query.current && {
      current_units: { time: query.unixTime ? 'unixtime' : 'iso8601', interval: 'seconds' },
      current: { time: timeOf(floorTo(15 * MINUTE, now), query), interval: 900 },
    }),
    hourly_units: { time: query.unixTime ? 'unixtime' : 'iso8601', ...units, ...(extra && { snow_depth: 'm' }) },
    hourly: {
      time: stamps.map((at) => timeOf(at, query)),
      ...hourly,
      ...(extra && { snow_depth: stamps.map(() => 0) }),
    },
  };
}

const timeOf = (at: Instant, { unixTime }: Query): number | string =>
  unixTime ? at / SECOND : new Date(at).toISOString().slice(0, 16);

const isWind = (name: string): boolean => name.startsWith('wind_speed');

function unitOf(name: string, { metresPerSecond }: Query, trick: ContentTrick | undefined): string {
  if (trick === 'unknown-word' && name === 'temperature_2m') return '°F';
  return isWind(name) && !metresPerSecond ? 'km/h' : (VARIABLES[name]?.unit ?? '');
}

function shown(name: string, air: Air, { metresPerSecond }: Query, trick: ContentTrick | undefined): number {
  const { of, digits } = VARIABLES[name]!;
  const value = of(air) * (isWind(name) && !metresPerSecond ? 3.6 : 1);
  const revised = trick === 'revised' && name === 'temperature_2m' ? value + 0.5 : value;
  return Number(revised.toFixed(digits)) + 0;
}
