// The SQL of gas-daily against a real Postgres: hand-made hours, sums and shares that a person can work out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { questionsOf } from '../conversation.ts';
import { isReject, isSql, isWarning, type Row } from '../dataset.ts';
import { gas } from '../gas/dataset.ts';
import { formatInstant, HOUR, type Instant, instantsIn, parisClock, parisDay, SECOND } from '../time.ts';
import { checkRow } from '../validate.ts';
import { gasDaily } from './dataset.ts';
import { SERVED } from './served.ts';
import { gasHours } from './sources/gas-hours.ts';
import { wholeDays } from './whole-days.ts';

const utc = (text: string): Instant => Date.parse(text);
const WINTER = '2026-01-14';
const SPRING = '2026-03-29';
const SUMMER = '2026-06-01';
const AUTUMN = '2026-10-25';

/** By night 1 MWh in the hour, in the morning 3, then 2: a day of 24 hours takes 48. */
const mwhAt = (hour: number): number => [1, 3, 2, 2][Math.floor(hour / 6)] ?? Number.NaN;
const hoursOf = (date: string): Row[] =>
  SERVED.flatMap((served) =>
    instantsIn(parisDay(utc(`${date}T12:00:00Z`)), HOUR).map((at) => ({
      ...served,
      at,
      quality: 'definitive' as const,
      consumption_mwh: mwhAt(parisClock(at).hour),
    })),
  );
const isHour = (row: Row, operator: string, region: string, at: string): boolean =>
  row['operator'] === operator && row['region'] === region && row['at'] === utc(at);

const hours: readonly Row[] = [
  ...hoursOf(WINTER).map((row) =>
    isHour(row, 'natran', 'FR-IDF', '2026-01-14T07:00:00Z') ? { ...row, consumption_mwh: 9 } : row,
  ),
  ...hoursOf(SPRING).map((row) =>
    isHour(row, 'natran', 'FR-BRE', '2026-03-29T10:00:00Z') ? { ...row, quality: 'real time' as const } : row,
  ),
  ...hoursOf(SUMMER).filter((row) => !isHour(row, 'terega', 'FR-OCC', '2026-06-01T10:00:00Z')),
  ...hoursOf(AUTUMN).filter((row) => row['operator'] !== 'terega' || row['at'] !== utc('2026-10-25T01:00:00Z')),
];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('gas');
  const columns = ['consumption_mwh'];
  await loadRows(world.db, gas, { raw: await world.fetched(utc('2026-11-20T12:00:00Z')), columns, rows: hours });
});
afterAll(() => world.database.drop());

async function days(from: string, to: string): Promise<Row[]> {
  const [question] = questionsOf(gasHours, { from: utc(from), to: utc(to) }, () => '');
  const address = postgresAddress(world.database.url('ingest'));
  if (!question || !isSql(question) || typeof address === 'string')
    throw new Error('want one question to our database');
  const rows: Row[] = [];
  for await (const one of gasHours.parse(answerLines(address, question, { timeout: 20 * SECOND }))) {
    if (isReject(one) || isWarning(one)) throw new Error(JSON.stringify(one));
    rows.push(one);
  }
  expect(rows.map(checkRow(gasDaily)).filter((fault) => fault !== null)).toEqual([]);
  return rows;
}
const dayOf = (date: string) => {
  const { from, to } = parisDay(utc(`${date}T12:00:00Z`));
  return days(formatInstant(from), formatInstant(to));
};
const find = (rows: readonly Row[], area: string) => rows.find((row) => row['area'] === area);
const mwh = (rows: readonly Row[], area: string) => find(rows, area)?.['consumption_mwh'];

describe('the gas of whole days', () => {
  it('is the sum of its hours over operators, with the shape of the day', async () => {
    const rows = await dayOf(WINTER);
    expect(rows.map((row) => row['area'])).toEqual(gasDaily.places.area.toSorted());
    expect(find(rows, 'FR-OCC')).toEqual({
      area: 'FR-OCC',
      at: utc('2026-01-13T23:00:00Z'),
      date: '2026-01-14',
      quality: 'definitive',
      consumption_mwh: 96,
      night_share: 0.125,
      morning_share: 0.375,
      afternoon_share: 0.25,
      evening_share: 0.25,
      load_factor_share: 0.666667,
      steepest_rise_share: 0.041667,
      peak_at_hours: 6,
    });
    // 48, and six more between eight and nine.
    expect(find(rows, 'FR-IDF')).toMatchObject({ consumption_mwh: 54, load_factor_share: 0.25, peak_at_hours: 8 });
    // Twelve regions, three of them twice, and the six of Paris.
    expect(mwh(rows, 'FR')).toBe(15 * 48 + 6);
  });

  it('has 23 hours when the clocks go forward, and is as good as the worst of them', async () => {
    const rows = await dayOf(SPRING);
    expect([mwh(rows, 'FR-IDF'), mwh(rows, 'FR')]).toEqual([47, 15 * 47]);
    expect(rows.filter(({ quality }) => quality === 'real time').map((row) => row['area'])).toEqual(['FR', 'FR-BRE']);
  });

  it('has 25 hours when the clocks go back, and is no day where an operator told only 24', async () => {
    const rows = await dayOf(AUTUMN);
    expect(mwh(rows, 'FR-IDF')).toBe(49);
    const absent = ['FR', 'FR-ARA', 'FR-NAQ', 'FR-OCC'];
    expect(gasDaily.places.area.filter((area) => !find(rows, area))).toEqual(absent);
  });

  it('is absent for a region of which one operator lacks one hour, and for France', async () => {
    const rows = await dayOf(SUMMER);
    expect(gasDaily.places.area.filter((area) => !find(rows, area))).toEqual(['FR', 'FR-OCC']);
    expect(mwh(rows, 'FR-NAQ')).toBe(96);
  });

  it('belongs to the window in which it begins', async () => {
    const rows = await days('2026-01-13T23:00:01Z', '2026-10-24T22:00:00Z');
    expect(new Set(rows.map((row) => row['date']))).toEqual(new Set(['2026-03-29', '2026-06-01']));
  });

  it('is the same from hours in memory', async () => {
    expect(wholeDays(hours.toReversed())).toEqual(await days('2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z'));
  });
});
