// How Open-Meteo's answers are read: which hour a stamp speaks of, and what is refused.
import { describe, expect, it } from 'vitest';
import { httpQuestionsOf } from '../conversation.ts';
import { readAll } from '../read-all.ts';
import { formatInstant } from '../time.ts';
import { PLACES } from './places.ts';
import { openMeteoEra5 } from './sources/open-meteo-era5.ts';
import { openMeteoForecast } from './sources/open-meteo-forecast.ts';

const SIX = Date.parse('2026-11-20T06:00:00Z') / 1_000;
const UNITS = {
  time: 'unixtime',
  temperature_2m: '°C',
  relative_humidity_2m: '%',
  wind_speed_10m: 'm/s',
  wind_speed_100m: 'm/s',
  pressure_msl: 'hPa',
  cloud_cover: '%',
  shortwave_radiation: 'W/m²',
};
const HOURLY = {
  time: [SIX, SIX + 3_600, SIX + 7_200],
  temperature_2m: [3.4, 3.9, 5.2],
  relative_humidity_2m: [91, 89, 84],
  wind_speed_10m: [2.9, 3.1, 3.8],
  wind_speed_100m: [6.8, 6.9, 7.3],
  pressure_msl: [1011.8, 1011.7, 1011.9],
  cloud_cover: [75, 60, 31],
  shortwave_radiation: [0, 12, 96],
};
const PARIS = { latitude: 48.86, longitude: 2.36, utc_offset_seconds: 0, hourly_units: UNITS, hourly: HOURLY };
const read = (answers: unknown) => readAll(openMeteoForecast, new TextEncoder().encode(JSON.stringify(answers)));

describe('an answer of Open-Meteo', () => {
  it('gives each hour its temperature at the start and its radiation until the end; the last stamp only ends one', async () => {
    const { rows } = await read([PARIS]);
    expect(
      rows.map((row) => [formatInstant(Number(row['at'])), row['temperature_celsius'], row['radiation_w_per_m2']]),
    ).toEqual([
      ['2026-11-20T06:00:00Z', 3.4, 12],
      ['2026-11-20T07:00:00Z', 3.9, 96],
    ]);
    expect(rows[0]).toEqual({
      place: 'paris',
      at: SIX * 1_000,
      quality: 'real time',
      temperature_celsius: 3.4,
      humidity_pct: 91,
      wind_speed_m_per_s: 2.9,
      wind_speed_100m_m_per_s: 6.8,
      pressure_hpa: 1011.8,
      cloud_cover_pct: 75,
      radiation_w_per_m2: 12,
    });
  });

  it('that tells its clock has no hours that are not over', async () => {
    const at = (time: number) => read([{ ...PARIS, current: { time, interval: 900 } }]);
    expect((await at(SIX + 4_500)).rows).toHaveLength(1);
    expect((await at(SIX + 3_500)).rows).toHaveLength(0);
    expect((await at(SIX + 7_200)).rows).toHaveLength(2);
  });

  it('warns of a variable that is new to us, and loses nothing', async () => {
    const { rows, warnings } = await read([{ ...PARIS, hourly: { ...HOURLY, snow_depth: [0, 0, 0] } }]);
    expect(rows).toHaveLength(2);
    expect(warnings).toEqual(['Open-Meteo: new to us and left out: the variable "snow_depth"']);
  });

  it('rejects an hour whose value is no number, and keeps the others', async () => {
    const { rows, rejects } = await read([{ ...PARIS, hourly: { ...HOURLY, pressure_msl: [1011.8, 'low', 1011.9] } }]);
    expect(rows).toHaveLength(1);
    expect(rejects).toEqual([
      { where: 'paris stamp 2', reason: 'pressure_msl: got "low", want a number or null', fragment: '"low"' },
    ]);
  });

  it.each([
    [
      'of another place than was asked',
      [{ ...PARIS, latitude: 45.76, longitude: 4.84 }],
      /answer 1 is of 45.76, 4.84; want 48.8566, 2.3522 \(paris\)/,
    ],
    ['whose places come in another order', [PARIS, { ...PARIS, location_id: 2 }], 'answer 2 is of location 2, want 1'],
    ['in local time', [{ ...PARIS, utc_offset_seconds: 3_600 }], 'utc_offset_seconds'],
    [
      'in km/h',
      [{ ...PARIS, hourly_units: { ...UNITS, wind_speed_10m: 'km/h' } }],
      'wind_speed_10m is in "km/h", want m/s',
    ],
    [
      'whose columns differ in length',
      [{ ...PARIS, hourly: { ...HOURLY, cloud_cover: [1] } }],
      'cloud_cover has 1 values for 3 times',
    ],
    [
      'between two hours',
      [{ ...PARIS, hourly: { ...HOURLY, time: [SIX, SIX + 900, SIX + 3_600] } }],
      'is no whole hour',
    ],
    ['of one place, which is no array', PARIS, 'want a JSON array'],
  ])('%s is another shape', async (_, answer, why) => {
    await expect(read(answer)).rejects.toThrow(why);
  });
});

describe('a question to Open-Meteo', () => {
  const window = { from: Date.parse('2026-11-19T20:00:00Z'), to: Date.parse('2026-11-20T08:00:00Z') };
  const ask = (source: typeof openMeteoForecast) => new URL(httpQuestionsOf(source, window, () => '', [])[0]!.url);

  it('names all places at once, in UTC and metres per second, and one hour more for the means before it', () => {
    const url = ask(openMeteoForecast);
    expect(url.origin + url.pathname).toBe('https://api.open-meteo.com/v1/forecast');
    expect(url.searchParams.get('latitude')?.split(',')).toHaveLength(56);
    expect(url.searchParams.get('longitude')?.split(',').map(Number)).toEqual(PLACES.map(({ longitude }) => longitude));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      start_hour: '2026-11-19T20:00',
      end_hour: '2026-11-20T08:00',
      timezone: 'UTC',
      timeformat: 'unixtime',
      wind_speed_unit: 'ms',
    });
  });

  it('asks for whole hours, whatever the window', () => {
    const odd = { from: Date.parse('2026-11-19T20:20:00Z'), to: Date.parse('2026-11-20T07:01:00Z') };
    const [question] = httpQuestionsOf(openMeteoForecast, odd, () => '', []);
    expect(Object.fromEntries(new URL(question!.url).searchParams)).toMatchObject({
      start_hour: '2026-11-19T20:00',
      end_hour: '2026-11-20T08:00',
    });
  });

  it('asks the archive for whole days of one model', () => {
    const url = ask(openMeteoEra5);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      start_date: '2026-11-19',
      end_date: '2026-11-20',
      models: 'era5',
    });
  });

  it('stays short enough for any proxy', () => {
    expect(ask(openMeteoForecast).href.length).toBeLessThan(2_000);
  });
});
