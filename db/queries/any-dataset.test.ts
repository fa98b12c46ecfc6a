// Load and read know no dataset: another key, other types, values that look like SQL.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { HOUR } from '../../data/time.ts';
import { connect, type Db } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { factsOf } from './history.ts';
import { loadRows } from './load-rows.ts';
import { countRows, freshness, type RowQuestion, readRows } from './read-rows.ts';
import { createOddTables, outlook, reading, station } from './testing/odd-datasets.ts';

/** In the order of the key. */
const HOSTILE = [
  'plain',
  'a "quoted" one',
  'back\\slash',
  '{1,2}',
  'NULL',
  '',
  "'; DROP TABLE run; --",
  'é\n\t☃ 😀',
  '$1',
].sort();

let world: TestWorld;
let owner: Db;
beforeAll(async () => {
  world = await testWorld('meter-reading');
  const client = new pg.Client({ connectionString: world.database.ownerUrl });
  await client.connect();
  await createOddTables(client);
  await client.end();
  owner = connect({ DATABASE_URL: world.database.ownerUrl, NEON_LOCAL: world.database.neonLocal });
});
afterAll(() => world.database.drop());

it('keeps every type and every text as it came, now and as it was known', async () => {
  const columns = ['pulses', 'level', 'energy_kwh', 'label', 'seen_at', 'open'];
  const rows = HOSTILE.map(
    (label, meter): Row => ({
      at: 1_000,
      site: label,
      meter,
      label,
      seen_at: 1_763_640_000_123,
      pulses: 9_007_199_254_740_991,
      level: 0.5,
      energy_kwh: 1e-7 * (meter + 1),
      open: meter % 2 === 0,
      quality: 'real time',
    }),
  );
  const load = async (at: number, some: readonly Row[]) =>
    loadRows(owner, reading, { raw: await world.fetched(at), columns, rows: some });
  expect(await load(2_000, rows)).toEqual({ inserted: 9, updated: 0, unchanged: 0, outranked: 0 });
  expect(await load(3_000, rows)).toEqual({ inserted: 0, updated: 0, unchanged: 9, outranked: 0 });
  expect(
    await load(
      4_000,
      rows.map((row) => ({ ...row, label: 'other', pulses: 1 })),
    ),
  ).toMatchObject({ updated: 9 });

  const read = async (asOf?: number) => {
    const out: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await readRows(owner, reading, {
        window: { from: 0, to: 2_000 },
        limit: 2,
        ...(asOf && { asOf }),
        ...(cursor && { cursor }),
      });
      if ('malformed' in page) throw new Error('malformed');
      out.push(
        ...page.rows.map(({ site, meter, label, seen_at, pulses, level, energy_kwh, open, at }) => ({
          site,
          meter,
          label,
          seen_at,
          pulses,
          level,
          energy_kwh,
          open,
          at,
        })),
      );
      cursor = page.next ?? undefined;
    } while (cursor);
    return out;
  };
  const want = rows.map(({ quality, ...row }) => ({
    ...row,
    at: '1970-01-01T00:00:01Z',
    seen_at: '2025-11-20T12:00:00.123Z',
  }));
  expect(await read(3_999)).toEqual(want);
  expect(await read()).toEqual(want.map((row) => ({ ...row, label: 'other', pulses: 1 })));
  expect(await freshness(owner, reading)).toMatchObject({ newest: { reading: '1970-01-01T00:00:01Z' } });
});

async function rowsOf(definition: DatasetDefinition, question: Partial<RowQuestion> = {}) {
  const page = await readRows(owner, definition, { limit: 100, ...question });
  if ('malformed' in page) throw new Error('malformed');
  return page;
}

describe('a snapshot', () => {
  const heights = async (question: Partial<RowQuestion> = {}) =>
    (await rowsOf(station, question)).rows.map(({ name, height_m }) => [name, height_m]);
  const load = async (fetchedAt: number, ...things: readonly (readonly [name: string, height_m: number])[]) =>
    loadRows(owner, station, {
      raw: await world.fetched(fetchedAt),
      columns: ['height_m'],
      rows: things.map(([name, height_m]): Row => ({ country: 'FR', name, height_m, quality: 'real time' })),
    });

  it('holds until it changes, and is known since we first had it', async () => {
    expect(await load(10_000, ['Brest', 98], ["L'Aigle, « B »", 235])).toMatchObject({ inserted: 2 });
    expect(await load(20_000, ['Brest', 98])).toMatchObject({ unchanged: 1 });
    expect(await load(30_000, ['Brest', 99])).toMatchObject({ updated: 1 });
    expect(await heights()).toEqual([
      ['Brest', 99],
      ["L'Aigle, « B »", 235],
    ]);
    expect((await rowsOf(station)).rows[0]).toMatchObject({
      it_known_at: '1970-01-01T00:00:30Z',
      it_source: 'source-1',
    });
    expect(await countRows(owner, station)).toBe(2);
  });

  it('answers with what was known then', async () => {
    expect(await heights({ asOf: 9_999 })).toEqual([]);
    expect(await heights({ asOf: 29_999 })).toEqual([
      ['Brest', 98],
      ["L'Aigle, « B »", 235],
    ]);
    expect(await heights({ asOf: 30_000 })).toContainEqual(['Brest', 99]);
  });

  it('keeps what it was as a revision of the instant at which the change was fetched', async () => {
    const [revision] = await owner.$client`SELECT key, at, known_at, values FROM revision WHERE dataset = 'station'`;
    expect(revision).toEqual({
      key: ['FR', 'Brest'],
      at: '1970-01-01 00:00:30+00',
      known_at: '1970-01-01 00:00:10+00',
      values: { height_m: 98 },
    });
  });

  it('is asked for by its key, comma and quotes included, and page by page', async () => {
    expect(await heights({ places: { name: ["L'Aigle, « B »"] } })).toEqual([["L'Aigle, « B »", 235]]);
    const { next } = await rowsOf(station, { limit: 1 });
    expect(await heights({ cursor: next ?? '' })).toEqual([["L'Aigle, « B »", 235]]);
  });

  it('has no newest instant, but an instant at which a source answered', async () => {
    // The raw objects of this test all belong to the one dataset that the test world knows.
    const { newest, fetched_at } = await freshness(owner, { ...station, id: reading.id });
    expect(newest).toEqual({});
    expect(fetched_at).toBe('1970-01-01T00:00:30Z');
  });

  it('has no window and no history by time: asking for one is a bug, not an empty answer', async () => {
    await expect(rowsOf(station, { window: { from: 0, to: 1 } })).rejects.toThrow('station is a snapshot');
    const series = { column: 'height_m', places: ['FR/Brest'], from: 0, to: 1 };
    await expect(factsOf(owner, station, series)).rejects.toThrow('station is a snapshot');
  });
});

describe('a key of several instants', () => {
  const NOON = Date.UTC(2026, 10, 20, 12);
  const said = (issued_at: number, at: number, wind_m_per_s: number): Row => ({
    place: 'north',
    issued_at,
    at,
    wind_m_per_s,
    quality: 'real time',
  });

  it('keeps what was said of one hour at several times, by window, by issue, and page by page', async () => {
    const rows = [
      said(NOON - 12 * HOUR, NOON, 5),
      said(NOON - 6 * HOUR, NOON, 7),
      said(NOON - 6 * HOUR, NOON + HOUR, 8),
    ];
    const load = { raw: await world.fetched(NOON), columns: ['wind_m_per_s'], rows };
    expect(await loadRows(owner, outlook, load)).toMatchObject({ inserted: 3 });
    const winds = async (question: Partial<RowQuestion>) =>
      (await rowsOf(outlook, question)).rows.map((row) => row['wind_m_per_s']);
    const window = { from: NOON, to: NOON + HOUR };
    expect(await winds({ window })).toEqual([5, 7]);
    expect(await winds({ places: { issued_at: [NOON - 6 * HOUR] } })).toEqual([7, 8]);
    expect(await winds({ window, asOf: NOON - 7 * HOUR })).toEqual([5]);
    const { rows: first, next } = await rowsOf(outlook, { limit: 1 });
    expect(first).toMatchObject([{ issued_at: '2026-11-20T00:00:00Z', at: '2026-11-20T12:00:00Z' }]);
    expect(await winds({ cursor: next ?? '' })).toEqual([7, 8]);
    expect((await freshness(owner, outlook, { until: NOON })).newest).toEqual({ said: '2026-11-20T12:00:00Z' });
  });

  it('names its series by place and issue, whatever the time zone of the session, corrected or not', async () => {
    const rows = [said(NOON - 6 * HOUR, NOON, 9)];
    await loadRows(owner, outlook, { raw: await world.fetched(NOON + HOUR), columns: ['wind_m_per_s'], rows });
    const place = `north/${NOON - 6 * HOUR}`;
    const { facts } = await factsOf(owner, outlook, {
      column: 'wind_m_per_s',
      places: [place],
      from: NOON,
      to: NOON + HOUR,
    });
    expect([...(facts.get(place)?.value ?? [])]).toEqual([7, 9]);
  });
});
