// The SQL of weather-day-ahead against a real Postgres: hand-made issues, means that a person can work out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { questionsOf } from '../conversation.ts';
import { isReject, isSql, isWarning, type Row } from '../dataset.ts';
import { formatInstant, HOUR, type Instant, instantsIn, parisDay, SECOND } from '../time.ts';
import { checkRow } from '../validate.ts';
import { PLACES } from '../weather/places.ts';
import { weatherForecast } from '../weather-forecast/dataset.ts';
import { weatherDayAhead } from './dataset.ts';
import { forecastRuns } from './sources/forecast-runs.ts';

const utc = (text: string): Instant => Date.parse(text);

/** Every place is a degree warmer each hour of the run; Paris is 10 °C above the others. `plus` tells the issues apart. */
function issue(at: string, plus: number, hours = 73): Row[] {
  const issued = utc(at);
  return PLACES.flatMap(({ id }) =>
    instantsIn({ from: issued, to: issued + hours * HOUR }, HOUR).map((at, hour) => ({
      place: id,
      issued_at: issued,
      at,
      quality: 'definitive' as const,
      temperature_celsius: hour / 10 + plus + (id === 'paris' ? 10 : 0),
      wind_speed_m_per_s: 3,
      radiation_w_per_m2: 120,
      cloud_cover_pct: id === 'brest' ? null : 50,
    })),
  );
}

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('day_ahead');
  const columns = ['temperature_celsius', 'wind_speed_m_per_s', 'radiation_w_per_m2', 'cloud_cover_pct'];
  const raw = await world.fetched(utc('2026-11-20T12:00:00Z'));
  const rows = [
    // The day before the clocks go forward and that of the change, each with a newer run that was there at 09:45 in Paris.
    ...issue('2026-03-28T00:00:00Z', 0),
    ...issue('2026-03-28T03:15:00Z', 5),
    ...issue('2026-03-29T02:15:00Z', 9),
    // A run that was there at 09:30 sharp.
    ...issue('2026-02-10T03:00:00Z', 5),
    // Summer: the run of the second day lacks an hour of Nice, that of the third ends too early.
    ...issue('2026-06-01T00:00:00Z', 1),
    ...issue('2026-06-02T00:00:00Z', 2).filter(
      ({ place, at }) => place !== 'nice' || at !== utc('2026-06-03T10:00:00Z'),
    ),
    ...issue('2026-06-03T00:00:00Z', 3, 40),
    // The same when they go back.
    ...issue('2026-10-24T00:00:00Z', 0),
    ...issue('2026-10-24T02:15:00Z', 5),
    ...issue('2026-10-25T03:15:00Z', 9),
  ];
  await loadRows(world.db, weatherForecast, { raw, columns, rows });
});
afterAll(() => world.database.drop());

async function days(from: string, to: string): Promise<Row[]> {
  const [question] = questionsOf(forecastRuns, { from: utc(from), to: utc(to) }, () => '');
  const address = postgresAddress(world.database.url('ingest'));
  if (!question || !isSql(question) || typeof address === 'string')
    throw new Error('want one question to our database');
  const rows: Row[] = [];
  for await (const one of forecastRuns.parse(answerLines(address, question, { timeout: 20 * SECOND }))) {
    if (isReject(one) || isWarning(one)) throw new Error(JSON.stringify(one));
    rows.push(one);
  }
  expect(rows.map(checkRow(weatherDayAhead)).filter((fault) => fault !== null)).toEqual([]);
  return rows;
}
const dayOf = (date: string) => {
  const { from, to } = parisDay(utc(`${date}T12:00:00Z`));
  return days(formatInstant(from), formatInstant(to));
};
const inArea = (rows: readonly Row[], area: string) =>
  rows.filter((row) => row['area'] === area).map(({ at, ...row }) => ({ ...row, at: formatInstant(Number(at)) }));

describe('the weather of tomorrow', () => {
  it('is what the run known at 09:30 said of the 23 hours of the day, weighted by people', async () => {
    const rows = await dayOf('2026-03-29');
    expect(rows.map((row) => row['area'])).toEqual(weatherDayAhead.places.area.toSorted());
    expect(inArea(rows, 'FR')).toEqual([
      {
        area: 'FR',
        at: '2026-03-28T23:00:00Z',
        quality: 'definitive',
        // Hours 23 to 45 of the run: 2.3 to 4.5 °C, and 10 × 12,628,266 / 34,064,192 for Paris.
        temperature_mean_celsius: 7.11,
        temperature_min_celsius: 6.01,
        temperature_max_celsius: 8.21,
        wind_speed_mean_m_per_s: 3,
        radiation_mean_w_per_m2: 120,
        // Brest says nothing of clouds.
        cloud_cover_mean_pct: null,
      },
    ]);
    expect(inArea(rows, 'FR-NAQ')[0]).toMatchObject({ temperature_mean_celsius: 3.4, cloud_cover_mean_pct: 50 });
  });

  it('has 25 hours when the clocks go back', async () => {
    // Hours 22 to 46.
    expect(inArea(await dayOf('2026-10-25'), 'FR-NAQ')[0]).toMatchObject({
      temperature_min_celsius: 2.2,
      temperature_max_celsius: 4.6,
    });
  });

  it('never comes from a run that was there a quarter of an hour after 09:30, which the row claims; the night that the clocks change included', async () => {
    // Both from the second run of the day before the change: hours 42 and 44 of it on, 5 °C warmer than the first.
    expect(inArea(await dayOf('2026-03-30'), 'FR-NAQ')[0]).toMatchObject({ temperature_min_celsius: 9.2 });
    expect(inArea(await dayOf('2026-10-26'), 'FR-NAQ')[0]).toMatchObject({ temperature_min_celsius: 9.4 });
  });

  it('comes from one that was there at 09:30 sharp', async () => {
    // Hours 20 to 43.
    expect(inArea(await dayOf('2026-02-11'), 'FR-NAQ')[0]).toMatchObject({ temperature_min_celsius: 7 });
  });

  it('comes from the run before where a place lacks an hour, there and in France alone', async () => {
    const rows = await dayOf('2026-06-03');
    // Hours 46 to 69 of the run of the first, 22 to 45 of that of the second.
    expect(inArea(rows, 'FR-PAC')[0]).toMatchObject({ temperature_min_celsius: 5.6 });
    expect(inArea(rows, 'FR')[0]).toMatchObject({ temperature_min_celsius: 9.31 });
    expect(inArea(rows, 'FR-NAQ')[0]).toMatchObject({ temperature_min_celsius: 4.2 });
  });

  it('comes from the run before where the newest one ends too early, and is absent where none is left', async () => {
    expect(inArea(await dayOf('2026-06-04'), 'FR-NAQ')[0]).toMatchObject({ temperature_min_celsius: 6.6 });
    expect(await dayOf('2026-06-05')).toEqual([]);
  });

  it('is absent before the first run', async () => {
    expect(await dayOf('2026-03-28')).toEqual([]);
  });

  it('was known at half past nine in Paris on the day before, winter and summer', () => {
    const { knownAt } = weatherDayAhead.parts.day;
    const known = (at: string) => formatInstant(knownAt({ at: utc(at), quality: 'definitive' }));
    expect(known('2026-03-28T23:00:00Z')).toBe('2026-03-28T08:30:00Z');
    expect(known('2026-06-02T22:00:00Z')).toBe('2026-06-02T07:30:00Z');
    expect(known('2026-10-25T23:00:00Z')).toBe('2026-10-25T08:30:00Z');
  });
});
