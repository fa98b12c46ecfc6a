// For tests of load and read: three datasets that nobody has, each with another kind of key, and their tables.
import { bigint, boolean, doublePrecision, pgTable, primaryKey, real, smallint, text } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { instant, provenance } from '../../../data/columns.ts';
import { consumption } from '../../../data/consumption/dataset.ts';
import { type DatasetDefinition, defineDataset } from '../../../data/dataset.ts';
import { HOUR } from '../../../data/time.ts';
import { analyticsStatements } from '../../analytics.ts';

/** Time first, a number last, and places without a list. */
export const reading = defineDataset({
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

/** A thing that is there until it changes: no time in its key, and known since we first had it. */
export const station = defineDataset({
  id: 'station',
  title: { en: 'Station', fr: 'Station' },
  table: pgTable(
    'station',
    {
      country: text('country').notNull(),
      name: text('name').notNull(),
      height_m: real('height_m'),
      ...provenance('it'),
    },
    (t) => [primaryKey({ columns: [t.country, t.name] })],
  ),
  key: ['country', 'name'],
  places: {},
  ranges: {},
  notes: {},
  headline: 'height_m',
  parts: { it: { columns: ['height_m'] } },
  grid: 'snapshot',
  feeds: [],
  quality: { critical: [] },
  privacy: 'none',
  licence: consumption.licence,
} satisfies DatasetDefinition);

/** Two instants in one key: when it was said, and of when. */
export const outlook = defineDataset({
  ...station,
  id: 'outlook',
  table: pgTable(
    'outlook',
    {
      place: text('place').notNull(),
      issued_at: instant('issued_at').notNull(),
      at: instant('at').notNull(),
      wind_m_per_s: real('wind_m_per_s'),
      ...provenance('said'),
    },
    (t) => [primaryKey({ columns: [t.place, t.issued_at, t.at] })],
  ),
  key: ['place', 'issued_at', 'at'],
  timeColumn: 'at',
  places: { place: ['north', 'south'] },
  headline: 'wind_m_per_s',
  parts: { said: { columns: ['wind_m_per_s'], knownAt: (row) => Number(row['issued_at']) } },
  grid: HOUR,
} satisfies DatasetDefinition);

export async function createOddTables(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE TABLE meter_reading (at timestamptz, site text, meter smallint, label text, seen_at timestamptz, pulses bigint,
      level real, energy_kwh float8, open boolean, reading_quality quality, reading_known_at timestamptz, reading_raw integer,
      state_quality quality, state_known_at timestamptz, state_raw integer, PRIMARY KEY (at, site, meter))`);
  await client.query(`
    CREATE TABLE station (country text, name text, height_m real, it_quality quality, it_known_at timestamptz, it_raw integer,
      PRIMARY KEY (country, name));
    CREATE TABLE outlook (place text, issued_at timestamptz, at timestamptz, wind_m_per_s real, said_quality quality,
      said_known_at timestamptz, said_raw integer, PRIMARY KEY (place, issued_at, at))`);
  // What was known at an instant is read through a view that knows its datasets.
  for (const statement of analyticsStatements([reading, station, outlook])) await client.query(statement);
}
