// Load and read know no dataset: another key, other types, values that look like SQL.
import { bigint, boolean, doublePrecision, pgTable, primaryKey, real, smallint, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instant, provenance } from '../../data/columns.ts';
import { consumption } from '../../data/consumption/dataset.ts';
import { type DatasetDefinition, defineDataset, type Row } from '../../data/dataset.ts';
import { connect, type Db } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { loadRows } from './load-rows.ts';
import { freshness, readRows } from './read-rows.ts';

const reading = defineDataset({
  ...consumption,
  id: 'meter-reading',
  table: pgTable(
    'meter_reading',
    {
      at: instant('at').notNull(),
      site: text('site').notNull(),
      meter: smallint('meter').notNull(),
      label: text('label'),
      seen_at: instant('seen_at'),
      pulses: bigint('pulses', { mode: 'number' }),
      level: real('level'),
      energy_kwh: doublePrecision('energy_kwh'),
      open: boolean('open'),
      ...provenance('reading'),
      ...provenance('state'),
    },
    (t) => [primaryKey({ columns: [t.at, t.site, t.meter] })],
  ),
  // Time first, a number last, and places without a list.
  key: ['at', 'site', 'meter'],
  places: {},
  ranges: {},
  notes: {},
  headline: 'energy_kwh',
  parts: {
    reading: { columns: ['pulses', 'level', 'energy_kwh'], knownAt: (row) => Number(row['at']) },
    state: { columns: ['label', 'seen_at', 'open'], knownAt: (row) => Number(row['at']) },
  },
  feeds: [],
} satisfies DatasetDefinition);

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
  await client.query(`
    CREATE TABLE meter_reading (at timestamptz, site text, meter smallint, label text, seen_at timestamptz, pulses bigint,
      level real, energy_kwh float8, open boolean, reading_quality quality, reading_known_at timestamptz, reading_raw integer,
      state_quality quality, state_known_at timestamptz, state_raw integer, PRIMARY KEY (at, site, meter))`);
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
        from: 0,
        to: 2_000,
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
