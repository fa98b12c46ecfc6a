// The SQL of weather-daily against a real Postgres: hand-made hours, means that a person can work out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/client.ts';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { questionsOf } from '../conversation.ts';
import { isReject, isSql, isWarning, type Row } from '../dataset.ts';
import { formatInstant, HOUR, type Instant, instantsIn, parisDay, SECOND } from '../time.ts';
import { checkRow } from '../validate.ts';
import { weather } from '../weather/dataset.ts';
import { PLACES } from '../weather/places.ts';
import { weatherDaily } from './dataset.ts';
import { weatherHours } from './sources/weather-hours.ts';

const utc = (text: string): Instant => Date.parse(text);
const SPRING = '2026-03-29';
const SUMMER = '2026-06-01';
const HALF = '2026-06-02';
const AUTUMN = '2026-10-25';

/** A degree warmer each hour of the day, everywhere; Paris is 10 °C above the others, Brest 8 °C. */
const HEAD_START: Readonly<Record<string, number>> = { paris: 10, brest: 8 };
const hoursOf = (date: string): Row[] => {
  const day = instantsIn(parisDay(utc(`${date}T12:00:00Z`)), HOUR);
  return PLACES.flatMap(({ id }) =>
    day.map((at, hour) => ({
      place: id,
      at,
      quality: 'consolidated' as const,
      temperature_celsius: hour + (HEAD_START[id] ?? 0),
      wind_speed_m_per_s: 3,
    })),
  );
};
const lacking = (rows: readonly Row[], place: string, at: string) =>
  rows.filter((row) => row['place'] !== place || row['at'] !== utc(at));
const changed = (rows: readonly Row[], place: string, at: string, change: (row: Row) => Row): Row[] =>
  rows.map((row) => (row['place'] === place && row['at'] === utc(at) ? change(row) : row));

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('weather');
  const rows = [
    ...changed(hoursOf(SPRING), 'lille', '2026-03-29T10:00:00Z', (row) => ({ ...row, wind_speed_m_per_s: null })),
    ...changed(lacking(hoursOf(SUMMER), 'nice', '2026-06-01T21:00:00Z'), 'lyon', '2026-06-01T10:00:00Z', (row) => ({
      ...row,
      quality: 'real time',
    })),
    ...hoursOf(HALF).filter((row) => Number(row['at']) < utc('2026-06-02T12:00:00Z')),
    ...hoursOf(AUTUMN).filter((row) => row['place'] !== 'rennes'),
  ];
  const columns = ['temperature_celsius', 'wind_speed_m_per_s'];
  await loadRows(world.db, weather, { raw: await world.fetched(utc('2026-11-20T12:00:00Z')), columns, rows });
});
afterAll(() => world.database.drop());

async function days(from: string, to: string): Promise<Row[]> {
  const [question] = questionsOf(weatherHours, { from: utc(from), to: utc(to) }, () => '');
  const address = postgresAddress(world.database.url('ingest'));
  if (!question || !isSql(question) || typeof address === 'string')
    throw new Error('want one question to our database');
  const rows: Row[] = [];
  for await (const one of weatherHours.parse(answerLines(address, question, { timeout: 20 * SECOND }))) {
    if (isReject(one) || isWarning(one)) throw new Error(JSON.stringify(one));
    rows.push(one);
  }
  expect(rows.map(checkRow(weatherDaily)).filter((fault) => fault !== null)).toEqual([]);
  return rows;
}
const dayOf = (date: string) => {
  const { from, to } = parisDay(utc(`${date}T12:00:00Z`));
  return days(formatInstant(from), formatInstant(to));
};
const shown = ({ at, ...row }: Row) => ({ ...row, at: formatInstant(Number(at)) });
const areas = (rows: readonly Row[]) => rows.map((row) => row['area']);
const BUT_FRANCE = weatherDaily.places.area.filter((area) => area !== 'FR');

describe('the days of the weather', () => {
  it('have 23 hours when the clocks go forward: the mean of 0 to 22, moved by what Paris and Brest weigh', async () => {
    const rows = await dayOf(SPRING);
    expect(areas(rows).sort()).toEqual(weatherDaily.places.area.toSorted());
    const find = (area: string) => rows.filter((row) => row['area'] === area).map(shown);
    const day = { date: '2026-03-29', at: '2026-03-28T23:00:00Z', quality: 'consolidated' };
    expect(find('FR')).toEqual([
      {
        area: 'FR',
        ...day,
        // 11 + (10 × 12,628,266 + 8 × 321,364) / 34,064,192
        temperature_mean_celsius: 14.78,
        temperature_min_celsius: 3.78,
        temperature_max_celsius: 25.78,
        // An hour of Lille is missing.
        wind_speed_mean_m_per_s: null,
      },
    ]);
    expect(find('FR-BRE')).toEqual([
      {
        area: 'FR-BRE',
        ...day,
        // 11 + 8 × 321,364 / 3,394,000: Rennes, Brest, and the country around them.
        temperature_mean_celsius: 11.76,
        temperature_min_celsius: 0.76,
        temperature_max_celsius: 22.76,
        wind_speed_mean_m_per_s: 3,
      },
    ]);
    expect(find('FR-NAQ')[0]).toMatchObject({ temperature_mean_celsius: 11, temperature_max_celsius: 22 });
  });

  it('have 25 hours when the clocks go back, and no mean where a city is missing', async () => {
    const rows = await dayOf(AUTUMN);
    expect(areas(rows)).toEqual(BUT_FRANCE.filter((area) => area !== 'FR-BRE').toSorted());
    const paris = rows.find((row) => row['area'] === 'FR-IDF');
    expect(paris && shown(paris)).toEqual({
      area: 'FR-IDF',
      date: '2026-10-25',
      at: '2026-10-24T22:00:00Z',
      quality: 'consolidated',
      // 12 + 10 × 12,628,266 / 13,859,966: the country around Paris counts for a tenth of its region.
      temperature_mean_celsius: 21.11,
      temperature_min_celsius: 9.11,
      temperature_max_celsius: 33.11,
      wind_speed_mean_m_per_s: 3,
    });
  });

  it('of which one city lacks one hour are absent for its region and for France', async () => {
    const rows = await dayOf(SUMMER);
    expect(areas(rows)).toEqual(BUT_FRANCE.filter((area) => area !== 'FR-PAC').toSorted());
    expect(rows.find((row) => row['area'] === 'FR-NOR')).toMatchObject({ temperature_mean_celsius: 11.5 });
  });

  it('are as good as the worst of their hours', async () => {
    const rows = await dayOf(SUMMER);
    expect(rows.filter(({ quality }) => quality === 'real time').map((row) => row['area'])).toEqual(['FR-ARA']);
  });

  it('that are not over have no mean', async () => {
    expect(await dayOf(HALF)).toEqual([]);
  });

  it('belong to the window in which they begin', async () => {
    const rows = await days('2026-03-28T23:00:01Z', '2026-10-24T22:00:00Z');
    expect(new Set(rows.map((row) => row['date']))).toEqual(new Set(['2026-06-01']));
  });

  it('are the same again', async () => {
    const owner = connect({ DATABASE_URL: world.database.ownerUrl, NEON_LOCAL: world.database.neonLocal });
    await owner.$client`ANALYZE weather`;
    expect(await dayOf(SPRING)).toEqual(await dayOf(SPRING));
  });
});
