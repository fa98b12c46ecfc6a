// What the weather sources read of the simulated Open-Meteo: the world itself, its delays and its refusals.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Row, ShapeError, type Source } from '../../data/dataset.ts';
import { formatInstant, HOUR, type Instant } from '../../data/time.ts';
import { checkRow } from '../../data/validate.ts';
import { weather } from '../../data/weather/dataset.ts';
import { PLACES } from '../../data/weather/places.ts';
import { openMeteoEra5 } from '../../data/weather/sources/open-meteo-era5.ts';
import { openMeteoForecast } from '../../data/weather/sources/open-meteo-forecast.ts';
import { openMeteoHistoricalForecast } from '../../data/weather/sources/open-meteo-historical-forecast.ts';
import { weatherForecast } from '../../data/weather-forecast/dataset.ts';
import { openMeteoLatestRun } from '../../data/weather-forecast/sources/open-meteo-latest-run.ts';
import { openMeteoEveningRun, openMeteoSingleRun } from '../../data/weather-forecast/sources/open-meteo-single-run.ts';
import { askAll, simulated } from './asking.ts';
import type { Misbehaviour } from './misbehave.ts';
import { type Simulator, startSimulator } from './server.ts';
import { simulateWorld } from './world.ts';

const utc = (text: string): Instant => Date.parse(text);
/** A Friday, 13:07 in Paris. */
const NOW = utc('2026-11-20T12:07:00Z');
const world = simulateWorld({ seed: 7 });
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 7, clock: () => NOW });
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await fetch(`${simulator.url}/misbehave`, { method: 'DELETE' });
});

const ask = (source: Source, from: string, to: string) => askAll(simulator.url, source, utc(from), utc(to));
const misbehave = (match: string, kind: Misbehaviour['kind']) =>
  fetch(`${simulator.url}/misbehave`, { method: 'POST', body: JSON.stringify({ match, kind }) });
const instants = (rows: readonly Row[]) => [...new Set(rows.map((row) => formatInstant(Number(row['at']))))];
const of = (rows: readonly Row[], place: string, at: string) =>
  rows.find((row) => row['place'] === place && row['at'] === utc(at));
const paris = PLACES[0]!;

describe('what was', () => {
  it('comes for every place and hour that is over, whatever end is asked for', async () => {
    const { rows, rejects } = await ask(openMeteoForecast, '2026-11-20T06:00:00Z', '2026-11-20T18:00:00Z');
    expect(rejects).toEqual([]);
    expect(rows.map(checkRow(weather)).filter((fault) => fault !== null)).toEqual([]);
    expect(instants(rows)).toEqual(
      [6, 7, 8, 9, 10, 11].map((hour) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`),
    );
    expect(rows).toHaveLength(6 * 56);
    expect(new Set(rows.map((row) => row.quality))).toEqual(new Set(['real time']));
  });

  it('has the temperature of the stamp and the radiation of the stamp after it', async () => {
    const { rows } = await ask(openMeteoEra5, '2026-11-10T00:00:00Z', '2026-11-11T00:00:00Z');
    const noon = of(rows, 'paris', '2026-11-10T12:00:00Z');
    const [at, after] = ['2026-11-10T12:00:00Z', '2026-11-10T13:00:00Z'].map((text) =>
      world.weather.was(paris, utc(text)),
    );
    expect(noon?.['temperature_celsius']).toBeCloseTo(at!.celsius, 1);
    expect(noon?.['radiation_w_per_m2']).toBeCloseTo(after!.radiation, 0);
    expect(after!.radiation).not.toBeCloseTo(at!.radiation, 0);
  });

  it('of the archive ends five days ago, in nulls that make no rows, and is better than real time', async () => {
    const { rows, rejects } = await ask(openMeteoEra5, '2026-11-14T00:00:00Z', '2026-11-20T12:00:00Z');
    expect(rejects).toEqual([]);
    expect(instants(rows).at(-1)).toBe('2026-11-15T23:00:00Z');
    expect(new Set(rows.map((row) => row.quality))).toEqual(new Set(['consolidated']));
    const last = of(rows, 'paris', '2026-11-15T23:00:00Z');
    expect([typeof last?.['temperature_celsius'], last?.['radiation_w_per_m2']]).toEqual(['number', null]);
  });

  it('of the historical forecast is what the forecast said, from another host', async () => {
    const [one, other] = await Promise.all(
      [openMeteoForecast, openMeteoHistoricalForecast].map((source) =>
        ask(source, '2026-11-19T00:00:00Z', '2026-11-19T06:00:00Z'),
      ),
    );
    expect(other?.rows).toEqual(one?.rows);
  });

  it('beyond what a host holds is refused as Open-Meteo refuses: 400 and a reason', async () => {
    await expect(ask(openMeteoForecast, '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')).rejects.toThrow(
      'answered 400',
    );
    const url =
      'https://api.open-meteo.com/v1/forecast?latitude=48.8&longitude=2.3&hourly=fog&start_date=2026-11-20&end_date=2026-11-20';
    const refused = await fetch(simulated(simulator.url, url));
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { error: true, reason: 'Cannot initialize WeatherVariable from invalid String value fog for key hourly' },
    ]);
  });

  it('of a single run begins with its start: another beginning is refused', async () => {
    const url =
      'https://single-runs-api.open-meteo.com/v1/forecast?latitude=48.8&longitude=2.3&hourly=cloud_cover&run=2026-11-20T00:00';
    const status = async (query: string) => (await fetch(simulated(simulator.url, url + query))).status;
    expect([
      await status('&forecast_hours=3'),
      await status('&start_hour=2026-11-20T00:00&end_hour=2026-11-20T02:00'),
    ]).toEqual([200, 400]);
  });

  it('of one place is an object, of several an array whose first has no number', async () => {
    const query = 'hourly=temperature_2m&start_date=2026-11-19&end_date=2026-11-19';
    const answer = async (coordinates: string): Promise<unknown> =>
      (await fetch(simulated(simulator.url, `https://api.open-meteo.com/v1/forecast?${coordinates}&${query}`))).json();
    expect(await answer('latitude=48.85&longitude=2.35')).toMatchObject({ timezone: 'GMT' });
    const [first, second] = (await answer('latitude=48.85,45.76&longitude=2.35,4.84')) as readonly object[];
    expect([first, second].map((one) => Reflect.get(one ?? {}, 'location_id'))).toEqual([undefined, 1]);
  });
});

describe('what was forecast', () => {
  it('is the run of midnight UTC of each day of the window: 72 hours, 56 places, one issue', async () => {
    const { rows, rejects } = await ask(openMeteoSingleRun, '2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z');
    expect(rejects).toEqual([]);
    expect(rows.map(checkRow(weatherForecast)).filter((fault) => fault !== null)).toEqual([]);
    expect(rows).toHaveLength(56 * 72);
    expect(new Set(rows.map((row) => row['issued_at']))).toEqual(new Set([utc('2026-11-20T00:00:00Z')]));
    expect(instants(rows).at(-1)).toBe('2026-11-22T23:00:00Z');
    const said = world.weather.forecast(paris, utc('2026-11-20T00:00:00Z'), utc('2026-11-21T12:00:00Z'));
    expect(of(rows, 'paris', '2026-11-21T12:00:00Z')?.['temperature_celsius']).toBeCloseTo(said.celsius, 1);
  });

  it('of the newest run, from the other host, is that run by its own start: the same bytes, the same issue', async () => {
    const { rows } = await ask(openMeteoLatestRun, '2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z');
    expect(new Set(rows.map((row) => row['issued_at']))).toEqual(new Set([utc('2026-11-20T06:00:00Z')]));
    expect(rows).toHaveLength(56 * 72);
    const again = await ask(openMeteoLatestRun, '2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z');
    expect(again.rows).toEqual(rows);
  });

  it('of a run that is gone, or not there yet, is not passed off as another', async () => {
    await expect(ask(openMeteoLatestRun, '2026-11-18T08:30:00Z', '2026-11-19T08:30:00Z')).rejects.toThrow(
      'the newest run is of 2026-11-20T06:00:00Z',
    );
    await expect(ask(openMeteoSingleRun, '2026-11-21T00:00:00Z', '2026-11-21T01:00:00Z')).rejects.toThrow(
      'answered 400',
    );
  });

  it('of a day whose run was never kept is that of the evening before, by its own start', async () => {
    const { rows } = await ask(openMeteoEveningRun, '2026-11-18T08:30:00Z', '2026-11-19T08:30:00Z');
    expect(new Set(rows.map((row) => row['issued_at']))).toEqual(new Set([utc('2026-11-18T18:00:00Z')]));
    expect(rows).toHaveLength(56 * 72);
  });

  it('could be had before ten in Paris, in summer too', () => {
    const known = weatherForecast.parts.air.knownAt({ issued_at: utc('2026-07-20T00:00:00Z'), quality: 'definitive' });
    expect(formatInstant(known)).toBe('2026-07-20T05:30:00Z');
    expect(known % HOUR).toBe(HOUR / 2);
  });
});

describe('an Open-Meteo that misbehaves', () => {
  const recent = () => ask(openMeteoForecast, '2026-11-20T00:00:00Z', '2026-11-20T12:00:00Z');

  it.each([
    ['truncated', 'want hours of a place|truncated|not JSON'],
    ['html', 'want a JSON array'],
    ['json-error', 'want a JSON array'],
    ['missing-column', 'cloud_cover is missing'],
    ['unknown-word', 'temperature_2m is in "°F", want °C'],
  ] as const)('%s: the answer is refused whole, and the next source gives the hours', async (kind, why) => {
    await misbehave('/v1/forecast', kind);
    const failed = recent();
    await expect(failed).rejects.toThrow(ShapeError);
    await expect(failed).rejects.toThrow(new RegExp(why));
    const { rows } = await ask(openMeteoHistoricalForecast, '2026-11-20T00:00:00Z', '2026-11-20T12:00:00Z');
    expect(rows).toHaveLength(56 * 12);
  });

  it('server-error: no rows, and the archive stands in for the rest', async () => {
    await misbehave('single-runs-api', 'server-error');
    await expect(ask(openMeteoSingleRun, '2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z')).rejects.toThrow(
      'answered 500',
    );
    const { rows } = await ask(openMeteoLatestRun, '2026-11-19T08:30:00Z', '2026-11-20T08:30:00Z');
    expect(rows).toHaveLength(56 * 72);
  });

  it('extra-column: nothing is lost', async () => {
    await misbehave('/v1/forecast', 'extra-column');
    expect((await recent()).rows).toHaveLength(56 * 12);
  });

  it('duplicates, revised: each hour twice, each half a degree warmer', async () => {
    const honest = (await recent()).rows;
    await misbehave('/v1/forecast', 'duplicates');
    expect((await recent()).rows).toHaveLength(2 * 56 * 12);
    await misbehave('/v1/forecast', 'revised');
    const warmer = (await recent()).rows.map(
      (row, i) => Number(row['temperature_celsius']) - Number(honest[i]?.['temperature_celsius']),
    );
    expect(Math.min(...warmer)).toBeGreaterThan(0.35);
    expect(Math.max(...warmer)).toBeLessThan(0.65);
  });

  it('gap: two hours are absent, and the hour before them has no radiation that nobody measured', async () => {
    await misbehave('/v1/forecast', 'gap');
    const { rows } = await recent();
    expect(instants(rows)).not.toContain('2026-11-20T08:00:00Z');
    expect(instants(rows)).not.toContain('2026-11-20T09:00:00Z');
    expect(of(rows, 'paris', '2026-11-20T07:00:00Z')?.['radiation_w_per_m2']).toBeNull();
  });
});
