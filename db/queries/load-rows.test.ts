import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import type { Row } from '../../data/dataset.ts';
import { HOUR, MINUTE } from '../../data/time.ts';
import { connect } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { loadRows } from './load-rows.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const LATER = NOON + 6 * HOUR;
const WEEKS_LATER = NOON + 60 * 24 * HOUR;
const noon = (row: Partial<Row>): Row => ({ area: 'FR', at: NOON, quality: 'real time', ...row });

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('consumption');
});
afterAll(() => world.database.drop());
beforeEach(async () => {
  const owner = connect({ DATABASE_URL: world.database.ownerUrl, NEON_LOCAL: world.database.neonLocal });
  await owner.$client`TRUNCATE consumption, revision`;
});

async function load(at: number, columns: readonly string[], rows: readonly Row[]) {
  return loadRows(world.db, consumption, { raw: await world.fetched(at), columns, rows });
}
const standing = (columns: string) => world.db.$client.query(`SELECT ${columns} FROM consumption ORDER BY area, at`);
const revisions = () =>
  world.db.$client`SELECT part, "values", quality, known_at, superseded_at FROM revision ORDER BY id`;

describe('a first answer', () => {
  it('is known since the world could know it, not since we asked', async () => {
    expect(await load(LATER, ['load_mw'], [noon({ load_mw: 60_000 })])).toEqual({
      inserted: 1,
      updated: 0,
      unchanged: 0,
      outranked: 0,
    });
    expect(await standing('area, at, load_mw, load_quality, load_known_at')).toEqual([
      {
        area: 'FR',
        at: '2026-11-20 12:00:00+00',
        load_mw: 60_000,
        load_quality: 'real time',
        load_known_at: '2026-11-20 12:30:00+00',
      },
    ]);
  });

  it('leaves alone the columns it does not bring, even where the row has them', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_000, nuclear_mw: 40_000 })]);
    expect(await standing('load_mw, nuclear_mw, mix_quality, mix_raw')).toEqual([
      { load_mw: 60_000, nuclear_mw: null, mix_quality: null, mix_raw: null },
    ]);
  });

  it('that says nothing at all leaves no row', async () => {
    expect(await load(LATER, ['load_mw'], [noon({ load_mw: null })])).toMatchObject({ inserted: 0, unchanged: 1 });
    expect(await standing('at')).toEqual([]);
  });

  it('adds its part to a row that stands, and makes no revision of the others', async () => {
    await load(LATER, ['rte_day_ahead_mw'], [noon({ rte_day_ahead_mw: 59_000 })]);
    expect(await load(LATER, ['load_mw'], [noon({ load_mw: 60_000 })])).toMatchObject({ updated: 1 });
    expect(await standing('load_mw, rte_day_ahead_mw, day_ahead_known_at')).toEqual([
      // 10:00 in Paris on the day before.
      { load_mw: 60_000, rte_day_ahead_mw: 59_000, day_ahead_known_at: '2026-11-19 09:00:00+00' },
    ]);
    expect(await revisions()).toEqual([]);
  });
});

describe('the same again', () => {
  it('writes nothing', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_000 })]);
    const before = await standing('*, xmin');
    expect(await load(LATER + HOUR, ['load_mw'], [noon({ load_mw: 60_000 })])).toMatchObject({
      unchanged: 1,
      updated: 0,
    });
    expect(await standing('*, xmin')).toEqual(before);
  });

  it('with a better quality is only better: known since before, no revision', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_000 })]);
    await load(WEEKS_LATER, ['load_mw'], [noon({ load_mw: 60_000, quality: 'definitive' })]);
    expect(await standing('load_quality, load_known_at')).toEqual([
      { load_quality: 'definitive', load_known_at: '2026-11-20 12:30:00+00' },
    ]);
    expect(await revisions()).toEqual([]);
  });

  it('at the same moment from two sides inserts each row once', async () => {
    const rows = Array.from({ length: 500 }, (_, i): Row => noon({ at: NOON + i * 15 * MINUTE, load_mw: 50_000 + i }));
    const raw = await world.fetched(LATER);
    const counts = await Promise.all(
      [rows.slice(0, 400), rows.slice(100), rows].map((part) =>
        loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: part }),
      ),
    );
    expect(counts.reduce((total, { inserted }) => total + inserted, 0)).toBe(500);
    expect(counts.reduce((total, { unchanged }) => total + unchanged, 0)).toBe(800);
    expect(await revisions()).toEqual([]);
  });
});

describe('a correction', () => {
  it('is known since it was fetched, and what stood before becomes a revision', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_000 })]);
    expect(await load(WEEKS_LATER, ['load_mw'], [noon({ load_mw: 60_123, quality: 'consolidated' })])).toMatchObject({
      updated: 1,
    });
    expect(await standing('load_mw, load_quality, load_known_at')).toEqual([
      { load_mw: 60_123, load_quality: 'consolidated', load_known_at: '2027-01-19 12:00:00+00' },
    ]);
    expect(await revisions()).toEqual([
      {
        part: 'load',
        values: { load_mw: 60_000 },
        quality: 'real time',
        known_at: '2026-11-20 12:30:00+00',
        superseded_at: '2027-01-19 12:00:00+00',
      },
    ]);
  });

  it('of a forecast cannot be known before the forecast itself could', async () => {
    await load(NOON - HOUR, ['rte_intraday_mw'], [noon({ rte_intraday_mw: 58_000 })]);
    await load(NOON - HOUR / 2, ['rte_intraday_mw'], [noon({ rte_intraday_mw: 58_500 })]);
    expect(await standing('rte_intraday_mw, intraday_known_at')).toEqual([
      { rte_intraday_mw: 58_500, intraday_known_at: '2026-11-20 12:00:00+00' },
    ]);
  });

  it('keeps the whole part that it replaces, also the columns it does not bring', async () => {
    await load(LATER, ['nuclear_mw', 'wind_mw'], [noon({ nuclear_mw: 40_000, wind_mw: 5_000 })]);
    await load(LATER + HOUR, ['wind_mw'], [noon({ wind_mw: 5_500 })]);
    expect(await standing('nuclear_mw, wind_mw')).toEqual([{ nuclear_mw: 40_000, wind_mw: 5_500 }]);
    expect(await revisions()).toMatchObject([{ part: 'mix', values: { nuclear_mw: 40_000, wind_mw: 5_000 } }]);
  });

  it('by a parser that was mended reads the same bytes anew', async () => {
    const raw = await world.fetched(LATER);
    await loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: [noon({ load_mw: 6_000 })] });
    await loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: [noon({ load_mw: 60_000 })] });
    expect(await standing('load_mw')).toEqual([{ load_mw: 60_000 }]);
  });
});

describe('what stands', () => {
  it('is not overwritten by a late real-time answer when it is definitive', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_123, quality: 'definitive' })]);
    expect(await load(WEEKS_LATER, ['load_mw'], [noon({ load_mw: 60_000 })])).toMatchObject({
      outranked: 1,
      updated: 0,
    });
    expect(await standing('load_mw, load_quality')).toEqual([{ load_mw: 60_123, load_quality: 'definitive' }]);
  });

  it('is not overwritten by an answer of the same quality that was fetched before it', async () => {
    const [early, late] = [await world.fetched(LATER), await world.fetched(LATER + HOUR)];
    const loadOf = (raw: typeof early, load_mw: number) =>
      loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: [noon({ load_mw })] });
    await loadOf(late, 60_200);
    expect(await loadOf(early, 60_000)).toMatchObject({ outranked: 1 });
    expect(await standing('load_mw')).toEqual([{ load_mw: 60_200 }]);
  });

  it('is said by whoever was fetched first, whoever was loaded first', async () => {
    const [early, late] = [await world.fetched(LATER), await world.fetched(LATER + HOUR)];
    const loadOf = (raw: typeof early) =>
      loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: [noon({ load_mw: 60_200 })] });
    const nothing = { inserted: 0, updated: 0, unchanged: 1, outranked: 0 };
    await loadOf(late);
    expect(await loadOf(early)).toEqual(nothing);
    expect(await loadOf(late)).toEqual(nothing);
    expect(await standing('load_raw, load_mw')).toEqual([{ load_raw: early.id, load_mw: 60_200 }]);
    expect(await revisions()).toEqual([]);
  });

  it('yields in one part and stays in another', async () => {
    const columns = ['load_mw', 'nuclear_mw'];
    await load(LATER, ['load_mw'], [noon({ load_mw: 60_123, quality: 'definitive' })]);
    await load(LATER, ['nuclear_mw'], [noon({ nuclear_mw: 40_000 })]);
    expect(await load(WEEKS_LATER, columns, [noon({ load_mw: 60_000, nuclear_mw: 40_100 })])).toMatchObject({
      updated: 1,
    });
    expect(await standing('load_mw, nuclear_mw')).toEqual([{ load_mw: 60_123, nuclear_mw: 40_100 }]);
  });
});

describe('a key that comes twice in one load', () => {
  it('is one row: per part the last that says something', async () => {
    const rows = [
      noon({ load_mw: 1 }),
      noon({ load_mw: 2, nuclear_mw: 40_000 }),
      noon({ load_mw: null, nuclear_mw: null }),
    ];
    expect(await load(LATER, ['load_mw', 'nuclear_mw'], rows)).toEqual({
      inserted: 1,
      updated: 0,
      unchanged: 0,
      outranked: 0,
    });
    expect(await standing('load_mw, nuclear_mw')).toEqual([{ load_mw: 2, nuclear_mw: 40_000 }]);
  });

  it('never lets the worse quality win', async () => {
    await load(LATER, ['load_mw'], [noon({ load_mw: 1, quality: 'definitive' }), noon({ load_mw: 2 })]);
    expect(await standing('load_mw, load_quality')).toEqual([{ load_mw: 1, load_quality: 'definitive' }]);
  });
});

it('refuses a column that belongs to no part, before it asks Postgres anything', async () => {
  await expect(load(LATER, ['load_mw', 'load_raw'], [noon({ load_mw: 1 })])).rejects.toThrow(
    'consumption: column load_raw belongs to no part, so it cannot be loaded',
  );
});
