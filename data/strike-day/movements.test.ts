// The SQL of strike-day against a real Postgres: hand-made movements, days that a person can count.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { postgresAddress } from '../../workers/ingest/postgres-address.ts';
import { answerLines } from '../../workers/ingest/query.ts';
import { questionsOf } from '../conversation.ts';
import { isReject, isSql, isWarning, type Row } from '../dataset.ts';
import { socialMovement } from '../social-movement/dataset.ts';
import { movementOf } from '../social-movement/movement.ts';
import { formatInstant, type Instant, SECOND } from '../time.ts';
import { checkRow } from '../validate.ts';
import { strikeDay } from './dataset.ts';
import { movements } from './sources/movements.ts';

const utc = (text: string): Instant => Date.parse(text);
const strike = (
  date_de_debut: string,
  date_de_fin: string,
  motif: string,
  taux_grevistes = '',
  organisations_syndicales = '',
): Row => {
  const row = movementOf({ date_de_debut, date_de_fin, motif, taux_grevistes, organisations_syndicales });
  if (typeof row === 'string') throw new Error(row);
  return row;
};
const COLUMNS = ['start_date', 'reason', 'ends_at', 'end_date', 'rate_pct'];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('social-movement');
  await load('2026-11-20T12:00:00Z', [
    // Over the night on which the clocks go forward, and over the one on which they go back.
    strike('2026-03-28', '2026-03-30', 'Salaires', '9.4'),
    strike('2026-10-24', '2026-10-26', 'Emploi', '12.5'),
    // Two on one day, one of them without a rate; then the same reason twice.
    strike('2026-06-02', '2026-06-03', 'Fret', '4.5'),
    strike('2026-06-03', '2026-06-03', 'Retraites'),
    // Nobody told its end.
    strike('2026-06-10', '', 'Sûreté', '31'),
    strike('2026-09-01', '2026-09-02', 'Fret'),
    // Called by two unions, and written down by hand; then another one, for it ends later.
    strike('2026-07-06', '2026-07-06', 'Salaires, sûreté.', '4', 'CGT;SUD'),
    strike('2026-07-06', '2026-07-06', 'salaires ; SÛRETÉ', '6', 'CFDT'),
    strike('2026-07-06', '2026-07-06', 'Salaires, surete'),
    strike('2026-07-06', '2026-07-07', 'Salaires, sûreté.', '', 'FO'),
  ]);
});
afterAll(() => world.database.drop());

async function load(fetchedAt: string, rows: readonly Row[]): Promise<void> {
  await loadRows(world.db, socialMovement, { raw: await world.fetched(utc(fetchedAt)), columns: COLUMNS, rows });
}

async function derived(from: string, to: string): Promise<Row[]> {
  const [question] = questionsOf(movements, { from: utc(from), to: utc(to) }, () => '');
  const address = postgresAddress(world.database.url('ingest'));
  if (!question || !isSql(question) || typeof address === 'string')
    throw new Error('want one question to our database');
  const rows: Row[] = [];
  for await (const one of movements.parse(answerLines(address, question, { timeout: 20 * SECOND }))) {
    if (isReject(one) || isWarning(one)) throw new Error(JSON.stringify(one));
    rows.push(one);
  }
  expect(rows.map(checkRow(strikeDay)).filter((fault) => fault !== null)).toEqual([]);
  return rows;
}
const shown = (rows: readonly Row[]) =>
  rows.map((row) =>
    [
      formatInstant(Number(row['at'])),
      row['date'],
      row['movements_count'],
      row['highest_rate_pct'],
      row['reasons'],
    ].join(' | '),
  );

describe('strike days', () => {
  it('are one each when the clocks go forward: the 29th has 23 hours', async () => {
    expect(shown(await derived('2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'))).toEqual([
      '2026-03-27T23:00:00Z | 2026-03-28 | 1 | 9.4 | Salaires',
      '2026-03-28T23:00:00Z | 2026-03-29 | 1 | 9.4 | Salaires',
      '2026-03-29T22:00:00Z | 2026-03-30 | 1 | 9.4 | Salaires',
    ]);
  });

  it('are one each when the clocks go back: the 25th has 25 hours', async () => {
    expect(shown(await derived('2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'))).toEqual([
      '2026-10-23T22:00:00Z | 2026-10-24 | 1 | 12.5 | Emploi',
      '2026-10-24T22:00:00Z | 2026-10-25 | 1 | 12.5 | Emploi',
      '2026-10-25T23:00:00Z | 2026-10-26 | 1 | 12.5 | Emploi',
    ]);
  });

  it('count every movement, with the highest rate that is known, and none but the first day of one without an end', async () => {
    expect(shown(await derived('2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'))).toEqual([
      '2026-06-01T22:00:00Z | 2026-06-02 | 1 | 4.5 | Fret',
      '2026-06-02T22:00:00Z | 2026-06-03 | 2 | 4.5 | Fret · Retraites',
      '2026-06-09T22:00:00Z | 2026-06-10 | 1 | 31 | Sûreté',
    ]);
  });

  it('count a movement once, however many rows say the same days and the same reason', async () => {
    const days = await derived('2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z');
    expect(days.map((row) => [row['date'], row['movements_count'], row['highest_rate_pct']])).toEqual([
      ['2026-07-06', 2, 6],
      ['2026-07-07', 1, null],
    ]);
  });

  it('are those that begin in the window: half a day in June is no day', async () => {
    expect(await derived('2026-06-01T22:00:01Z', '2026-06-02T22:00:00Z')).toEqual([]);
    expect(await derived('2026-06-01T22:00:00Z', '2026-06-01T22:00:01Z')).toHaveLength(1);
  });

  it('become 0, without a rate or a reason, when it turns out that nobody was on strike', async () => {
    const window = ['2026-09-01T00:00:00Z', '2026-09-30T00:00:00Z'] as const;
    const before = await derived('2026-08-31T00:00:00Z', window[1]);
    const raw = await world.fetched(utc('2026-11-20T13:00:00Z'));
    const columns = ['date', 'movements_count', 'highest_rate_pct', 'reasons'];
    await loadRows(world.db, strikeDay, { raw, columns, rows: before });
    await load('2026-11-20T14:00:00Z', [strike('2026-09-01', '2026-09-01', 'Fret', '2.5')]);
    expect(shown(await derived('2026-08-31T00:00:00Z', window[1]))).toEqual([
      '2026-08-31T22:00:00Z | 2026-09-01 | 1 | 2.5 | Fret',
      '2026-09-01T22:00:00Z | 2026-09-02 | 0 |  | ',
    ]);
  });
});
