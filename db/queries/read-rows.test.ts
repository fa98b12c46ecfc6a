import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import type { Row } from '../../data/dataset.ts';
import { DAY, HOUR, type Instant, MINUTE, type TimeWindow } from '../../data/time.ts';
import { connect, type Db } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { writeCursor } from './cursor.ts';
import { factsOf } from './history.ts';
import { loadRows } from './load-rows.ts';
import { columnStats, countRows, freshness, type RowQuestion, readRows } from './read-rows.ts';

const at = (text: string): Instant => Date.parse(text);
const NOON = at('2026-11-20T12:00:00Z');
const HOUR_OF_NOON = { from: NOON, to: NOON + HOUR };

let world: TestWorld;
/** As the role that serves. */
let db: Db;
beforeAll(async () => {
  world = await testWorld('consumption');
  db = connect({ DATABASE_URL: world.database.url('gateway'), NEON_LOCAL: world.database.neonLocal });
  const load = async (fetchedAt: Instant, source: string, columns: readonly string[], rows: readonly Row[]) =>
    loadRows(world.db, consumption, { raw: await world.fetched(fetchedAt, source), columns, rows });
  // The day before: RTE's forecast. Half an hour after: the load. Two months later: its definitive value.
  await load(
    NOON - DAY,
    'rte',
    ['rte_day_ahead_mw'],
    [{ area: 'FR', at: NOON, quality: 'real time', rte_day_ahead_mw: 59_000 }],
  );
  await load(NOON + HOUR, 'rte', ['load_mw'], [{ area: 'FR', at: NOON, quality: 'real time', load_mw: 60_000 }]);
  await load(
    NOON + 60 * DAY,
    'odre',
    ['load_mw', 'nuclear_mw'],
    [{ area: 'FR', at: NOON, quality: 'definitive', load_mw: 60_123, nuclear_mw: 40_000 }],
  );
  // A week of one region, backfilled long after.
  await load(
    NOON + 90 * DAY,
    'odre',
    ['load_mw'],
    Array.from(
      { length: 7 * 96 },
      (_, i): Row => ({ area: 'FR-BRE', at: NOON + i * 15 * MINUTE, quality: 'definitive', load_mw: 2_000 + i }),
    ),
  );
});
afterAll(() => world.database.drop());

async function page({ from = NOON, to = NOON + HOUR, ...question }: Partial<RowQuestion & TimeWindow>) {
  const answer = await readRows(db, consumption, { window: { from, to }, limit: 100, ...question });
  if ('malformed' in answer) throw new Error('malformed');
  return answer;
}

describe('a row as it is served', () => {
  it('says of each part how good it is, since when it is known and who said so; what is empty is absent', async () => {
    expect(await page({ places: { area: ['FR'] } })).toEqual({
      rows: [
        {
          area: 'FR',
          at: '2026-11-20T12:00:00Z',
          load_mw: 60_123,
          load_quality: 'definitive',
          load_known_at: '2027-01-19T12:00:00Z',
          load_source: 'odre',
          rte_day_ahead_mw: 59_000,
          day_ahead_quality: 'real time',
          day_ahead_known_at: '2026-11-19T09:00:00Z',
          day_ahead_source: 'rte',
          nuclear_mw: 40_000,
          mix_quality: 'definitive',
          mix_known_at: '2026-11-20T12:30:00Z',
          mix_source: 'odre',
          simulated: false,
        },
      ],
      next: null,
    });
  });

  it('has only the columns asked for, and rows without any of them are left out', async () => {
    const { rows } = await page({ columns: ['nuclear_mw'] });
    expect(rows).toEqual([
      {
        area: 'FR',
        at: '2026-11-20T12:00:00Z',
        nuclear_mw: 40_000,
        mix_quality: 'definitive',
        mix_known_at: '2026-11-20T12:30:00Z',
        mix_source: 'odre',
        simulated: false,
      },
    ]);
  });
});

describe('as of an instant', () => {
  const seenAt = async (asOf: string, question: Partial<RowQuestion & TimeWindow> = {}) =>
    (await page({ places: { area: ['FR'] }, asOf: at(asOf), ...question })).rows;

  it('before anybody could know anything there is no row', async () => {
    expect(await seenAt('2026-11-19T08:59:59Z')).toEqual([]);
  });

  it("the day before, RTE's forecast is known and the load is not", async () => {
    expect(await seenAt('2026-11-19T18:00:00Z')).toEqual([
      {
        area: 'FR',
        at: '2026-11-20T12:00:00Z',
        rte_day_ahead_mw: 59_000,
        day_ahead_quality: 'real time',
        day_ahead_known_at: '2026-11-19T09:00:00Z',
        day_ahead_source: 'rte',
        simulated: false,
      },
    ]);
  });

  it('before its correction, the revision answers', async () => {
    expect(await seenAt('2026-12-01T00:00:00Z', { columns: ['load_mw'] })).toEqual([
      {
        area: 'FR',
        at: '2026-11-20T12:00:00Z',
        load_mw: 60_000,
        load_quality: 'real time',
        load_known_at: '2026-11-20T12:30:00Z',
        load_source: 'rte',
        simulated: false,
      },
    ]);
  });

  it('from its correction on, the correction answers', async () => {
    expect(await seenAt('2027-01-19T11:59:59Z', { columns: ['load_mw'] })).toMatchObject([{ load_mw: 60_000 }]);
    expect(await seenAt('2027-01-19T12:00:00Z', { columns: ['load_mw'] })).toMatchObject([{ load_mw: 60_123 }]);
  });

  it('a backfilled history is visible since it could be known, not since it was fetched', async () => {
    const { rows } = await page({ places: { area: ['FR-BRE'] }, asOf: NOON + HOUR, from: NOON, to: NOON + 7 * DAY });
    // Known half an hour after each quarter.
    expect(rows.map((row) => row['at'])).toEqual([
      '2026-11-20T12:00:00Z',
      '2026-11-20T12:15:00Z',
      '2026-11-20T12:30:00Z',
    ]);
  });

  it('pages like everything else', async () => {
    const question = { asOf: NOON + 2 * HOUR, to: NOON + 7 * DAY, limit: 3, columns: ['load_mw'] };
    const first = await page(question);
    const second = await page({ ...question, cursor: first.next ?? '' });
    const third = await page({ ...question, cursor: second.next ?? '' });
    expect([first, second, third].map(({ rows }) => rows.map((row) => row['load_mw']))).toEqual([
      [60_000, 2_000, 2_001],
      [2_002, 2_003, 2_004],
      [2_005, 2_006],
    ]);
    expect(third.next).toBeNull();
  });
});

describe('paging', () => {
  it('gives every row once, by key, whatever the length of a page', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { rows, next } = await page({ to: NOON + 7 * DAY, limit: 100, ...(cursor && { cursor }) });
      seen.push(...rows.map((row) => `${row['area']} ${row['at']}`));
      cursor = next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(673);
    expect(seen).toEqual([...new Set(seen)].sort());
  });

  it('is over when the last row is on the page', async () => {
    expect((await page({ limit: 5 })).next).toBeNull();
    expect((await page({ limit: 4 })).next).not.toBeNull();
  });

  it.each([
    ['text that is no base64', '*'],
    ['base64 of something else', btoa('hello')],
    ['too few values', writeCursor(['FR'])],
    ['too many', writeCursor(['FR', NOON, 1])],
    ['a number for an area', writeCursor([1, NOON])],
    ['a text for an instant', writeCursor(['FR', "2026-11-20'; DROP TABLE consumption"])],
    ['an instant that no calendar has', writeCursor(['FR', 1e300])],
    ['a NUL, which Postgres has no text for', writeCursor(['\u0000', NOON])],
    ['nothing', ''],
  ])('says that a cursor is malformed: %s', async (_, cursor) => {
    expect(await readRows(db, consumption, { window: HOUR_OF_NOON, limit: 1, cursor })).toEqual({
      malformed: 'cursor',
    });
  });

  it('takes a place that is SQL for a place that does not exist', async () => {
    expect((await page({ places: { area: ["FR' OR true --"] } })).rows).toEqual([]);
  });
});

describe('figures', () => {
  it('counts every row', async () => {
    expect(await countRows(db, consumption)).toBe(673);
  });

  it('gives mean, peak and trough of a column over a window', async () => {
    const question = { column: 'load_mw', place: { area: 'FR-BRE' } };
    expect(await columnStats(db, consumption, { ...question, ...HOUR_OF_NOON })).toEqual({
      mean: 2_001.5,
      peak: 2_003,
      trough: 2_000,
      count: 4,
    });
    expect(await columnStats(db, consumption, { ...question, from: 0, to: 1 })).toEqual({
      mean: null,
      peak: null,
      trough: null,
      count: 0,
    });
  });

  it('says of each part which is the newest fact', async () => {
    expect(await freshness(db, consumption)).toEqual({
      newest: {
        load: '2026-11-27T11:45:00Z',
        day_ahead: '2026-11-20T12:00:00Z',
        mix: '2026-11-20T12:00:00Z',
      },
      fetched_at: '2027-02-18T12:00:00Z',
    });
  });

  it('looks for the newest fact no further than it is told: what claims to be of tomorrow hides nothing', async () => {
    const { newest } = await freshness(db, consumption, { until: NOON + 20 * MINUTE });
    expect(newest).toMatchObject({ load: '2026-11-20T12:15:00Z', day_ahead: '2026-11-20T12:00:00Z' });
  });
});

describe('a series for a model', () => {
  it('is ascending in time, with the instant since which each value is known', async () => {
    const { facts, simulated } = await factsOf(db, consumption, {
      column: 'load_mw',
      places: ['FR', 'FR-BRE', 'FR-PDL'],
      ...HOUR_OF_NOON,
    });
    expect(simulated).toBe(false);
    expect([...facts.keys()].sort()).toEqual(['FR', 'FR-BRE']);
    expect(facts.get('FR-BRE')).toEqual({
      at: Float64Array.of(NOON, NOON + 15 * MINUTE, NOON + 30 * MINUTE, NOON + 45 * MINUTE),
      knownAt: Float64Array.of(NOON + 30 * MINUTE, NOON + 45 * MINUTE, NOON + 60 * MINUTE, NOON + 75 * MINUTE),
      value: Float64Array.of(2_000, 2_001, 2_002, 2_003),
    });
    // What was known first, and what corrected it.
    expect(facts.get('FR')).toEqual({
      at: Float64Array.of(NOON, NOON),
      knownAt: Float64Array.of(NOON + 30 * MINUTE, NOON + 60 * DAY),
      value: Float64Array.of(60_000, 60_123),
    });
  });
});
