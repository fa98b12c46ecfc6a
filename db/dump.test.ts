// A month written to a file, and run into another server that knows nothing of us: nothing is lost, nothing is changed.
import { spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { boolean, doublePrecision, pgTable, primaryKey, real, text } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant, provenance } from '../data/columns.ts';
import { consumption } from '../data/consumption/dataset.ts';
import { type DatasetDefinition, defineDataset, type Row } from '../data/dataset.ts';
import { HOUR, MINUTE } from '../data/time.ts';
import { connect } from './client.ts';
import { type DumpQuestion, dump } from './dump.ts';
import { checksumOf } from './dump-text.ts';
import { type Postgres, startPostgres } from './local/postgres.ts';
import { type TestWorld, testWorld } from './local/test-world.ts';
import { loadRows } from './queries/load-rows.ts';
import { restore } from './restore.ts';

/** A snapshot of hostile names: some would end the statement, the line or the file, if they could. */
const { timeColumn: _, headline: __, recordsMetric: ___, ...timeless } = consumption;
const guest = defineDataset({
  ...timeless,
  id: 'guest',
  table: pgTable(
    'guest',
    {
      name: text('name').notNull(),
      note: text('note'),
      level: real('level'),
      share: doublePrecision('share'),
      is_here: boolean('is_here'),
      seen_at: instant('seen_at'),
      ...provenance('it'),
    },
    (t) => [primaryKey({ columns: [t.name] })],
  ),
  key: ['name'],
  places: {},
  ranges: {},
  notes: {},
  parts: { it: { columns: ['note', 'level', 'share', 'is_here', 'seen_at'] } },
  grid: 'snapshot',
  feeds: [],
  quality: { critical: [] },
} satisfies DatasetDefinition);

const HOSTILE = [
  "'; DROP TABLE guest; --",
  'back\\slash \\n \\',
  'two\nlines\r\nand a third\n-- a comment?\n\\.',
  "$verify$ E' \\' \"",
  'é 😀 ☃ \u2028 \u2029 \u0085 \u00a0',
  ":name :'name' {} NULL \\N",
  '',
  'a tab\tand a vertical one\v',
];

/** December of Paris begins an hour before that of UTC. */
const DECEMBER = { from: Date.UTC(2025, 10, 30, 23), to: Date.UTC(2025, 11, 31, 23) };
const question: DumpQuestion = { month: '2025-12', window: DECEMBER, definitions: [consumption, guest] };

let world: TestWorld;
let elsewhere: Postgres;
let directory: string;
let file: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wattmesh dump '));
  file = join(directory, 'december.sql');
  world = await testWorld('consumption');
  elsewhere = await startPostgres({
    directory: join(directory, 'postgres'),
    port: 0,
    durable: false,
    databases: ['by_line', 'by_psql', 'at_once', 'broken', 'cut_after_a_line', 'cut_before_it_began', 'cut_in_a_line'],
    scratch: true,
  });
  await asked(
    world.database.ownerUrl,
    `CREATE TABLE guest (name text PRIMARY KEY, note text, level real, share float8, is_here boolean, seen_at timestamptz,
       it_quality quality, it_known_at timestamptz, it_raw integer);
     COMMENT ON TABLE guest IS 'It''s a\nguest; nothing \\ more'; CREATE INDEX guest_seen ON guest (seen_at) WHERE is_here`,
  );
  const load = async (definition: DatasetDefinition, columns: readonly string[], rows: readonly Row[]) =>
    loadRows(connect({ DATABASE_URL: world.database.ownerUrl, NEON_LOCAL: world.database.neonLocal }), definition, {
      raw: await world.fetched(DECEMBER.to, "l'Officiel\n\\"),
      columns,
      rows,
    });
  const quarters = Array.from({ length: 3 * 24 * 4 }, (_, i) => DECEMBER.from - 24 * HOUR + i * 15 * MINUTE);
  await load(
    consumption,
    ['load_mw'],
    quarters.map((at, i): Row => ({ area: 'FR', at, load_mw: 60_000 + i, quality: 'definitive' })),
  );
  await load(
    guest,
    ['note', 'level', 'share', 'is_here', 'seen_at'],
    HOSTILE.map(
      (name, i): Row => ({
        name,
        note: HOSTILE[(i + 1) % HOSTILE.length] ?? null,
        level: 0.1 * i,
        share: 1 / (i + 3),
        is_here: i % 2 === 0,
        seen_at: i === 0 ? null : DECEMBER.from + i * 1_001,
        quality: 'real time',
      }),
    ),
  );
  await asked(world.database.ownerUrl, "UPDATE guest SET level = 'NaN', share = '-Infinity' WHERE name = ''");
  await write(file, question);
});
afterAll(async () => {
  await elsewhere.stop();
  await world.database.drop();
  await rm(directory, { recursive: true, force: true });
});

const write = (path: string, what: DumpQuestion) =>
  pipeline(Readable.from(dump(world.database.ownerUrl, what)), createWriteStream(path));

async function asked(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}

/** As analysts see them: read in UTC on both sides. */
const sums = async (url: string, december: boolean) => {
  const month = december ? " WHERE t.at >= '2025-11-30T23:00Z' AND t.at < '2025-12-31T23:00Z'" : '';
  const tables = [
    `FROM consumption t${month}`,
    'FROM guest t',
    'FROM run t',
    'FROM raw_object t',
    'FROM dataset_origin t',
  ];
  return Promise.all(
    tables.map(async (from) => (await asked(`${url}?options=-c%20timezone%3DUTC`, checksumOf(from)))[0]?.['found']),
  );
};

describe('a month that was restored elsewhere', () => {
  it.each([
    ['line by line', 'by_line', (url: string) => restore(url, file)],
    ['all at once by any client', 'at_once', (url: string) => asked(url, readFileSync(file, 'utf8'))],
  ])('%s has the counts and the checksums that it had here', async (_, name, run) => {
    const url = elsewhere.ownerUrl(name);
    await run(url);
    const here = await sums(world.database.ownerUrl, true);
    expect(here[0]).toMatch(/^192 rows, \d+$/);
    expect(here[1]).toMatch(/^8 rows, \d+$/);
    expect(await sums(url, false)).toEqual(here);
  });

  it.runIf(spawnSync('psql', ['--version']).status === 0)('runs through psql as it is', () => {
    const url = elsewhere.ownerUrl('by_psql');
    const { status, stderr } = spawnSync('psql', [
      '--quiet',
      '--no-psqlrc',
      '--set',
      'ON_ERROR_STOP=1',
      '--file',
      file,
      url,
    ]);
    expect([status, String(stderr)]).toEqual([0, '']);
  });

  it('keeps hostile texts, numbers that are none, keys, indexes, comments and where everything came from', async () => {
    const url = elsewhere.ownerUrl('by_line');
    const guests = await asked(url, 'SELECT name, note, level::text, share::text FROM guest');
    expect(guests.map(({ name }) => name).sort()).toEqual([...HOSTILE].sort());
    expect(guests.find(({ name }) => name === '')).toMatchObject({ level: 'NaN', share: '-Infinity' });
    expect(await asked(url, "SELECT obj_description('guest'::regclass) AS said")).toEqual([
      { said: "It's a\nguest; nothing \\ more" },
    ]);
    await expect(asked(url, "INSERT INTO guest (name) VALUES ('')")).rejects.toThrow('guest_pkey');
    await expect(asked(url, 'INSERT INTO consumption (area, at, load_mw) VALUES (NULL, now(), 1)')).rejects.toThrow(
      'null value',
    );
    expect(await asked(url, "SELECT indexname FROM pg_indexes WHERE indexname = 'guest_seen'")).toHaveLength(1);
    expect(
      await asked(
        url,
        'SELECT DISTINCT o.source, r.id AS run FROM consumption c JOIN raw_object o ON o.id = c.load_raw JOIN run r ON r.id = o.run_id',
      ),
    ).toEqual([{ source: "l'Officiel\n\\", run: 'run-1' }]);
  });

  it('is one statement or one comment a line', () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('-- ') && !line.endsWith(';'))).toEqual([]);
    expect(lines.at(-1)).toBe('COMMIT;');
  });
});

describe('what is not the month that was dumped', () => {
  it('is refused as a whole when a value was changed on the way', async () => {
    const broken = join(directory, 'broken.sql');
    writeFileSync(broken, readFileSync(file, 'utf8').replace("'60100'", "'60101'"));
    const url = elsewhere.ownerUrl('broken');
    await expect(restore(url, broken)).rejects.toThrow('consumption: this file brings 192 rows');
    expect(await asked(url, "SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  it.each([
    ['after_a_line', (lines: string[]) => `${lines.slice(0, lines.indexOf('COMMIT;') - 3).join('\n')}\n`],
    ['before_it_began', (lines: string[]) => `${lines.slice(0, lines.indexOf('BEGIN;') + 1).join('\n')}\n`],
    ['in_a_line', (lines: string[]) => lines.join('\n').slice(0, -400)],
  ])('is refused as a whole when the file was cut %s', async (where, cutOff) => {
    const cut = join(directory, 'cut.sql');
    writeFileSync(cut, cutOff(readFileSync(file, 'utf8').split('\n')));
    const url = elsewhere.ownerUrl(`cut_${where}`);
    await expect(restore(url, cut)).rejects.toThrow('ends in the middle');
    expect(await asked(url, "SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  it('is not run at all where it is no dump', async () => {
    const other = join(directory, 'other.sql');
    writeFileSync(other, 'CREATE TABLE hers (id integer);\n');
    await expect(restore(elsewhere.ownerUrl('by_line'), other)).rejects.toThrow('is no dump of Wattmesh');
    writeFileSync(other, '');
    await expect(restore(elsewhere.ownerUrl('by_line'), other)).rejects.toThrow('is empty, want a dump of Wattmesh');
    expect(await asked(elsewhere.ownerUrl('by_line'), "SELECT FROM pg_tables WHERE tablename = 'hers'")).toEqual([]);
  });

  it('does not mix with what is there', async () => {
    await expect(restore(elsewhere.ownerUrl('by_line'), file)).rejects.toThrow('already exists');
  });
});

it('a view is written as a table of what it shows', async () => {
  const path = join(directory, 'view.sql');
  await write(path, { ...question, definitions: [], views: ['consumption'] });
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('CREATE TABLE "consumption" ("area" text');
  expect(text).toContain('consumption: this file brings 192 rows');
  expect(text).not.toContain('raw_object');
});

it('persons leave by the role privacy alone', async () => {
  const personal = {
    ...guest,
    privacy: {
      subject: { en: 'A guest.', fr: 'Un invité.' },
      purpose: { en: 'To know who is here.', fr: 'Savoir qui est là.' },
      legalBasis: { en: 'Consent.', fr: 'Consentement.' },
      retention: HOUR,
      treatment: {},
    },
  } satisfies DatasetDefinition;
  const what = { ...question, definitions: [personal] };
  await expect(write(join(directory, 'persons.sql'), what)).rejects.toThrow(
    'guest speaks of persons: got the role wattmesh_owner, want privacy',
  );
  await asked(world.database.ownerUrl, 'GRANT SELECT ON guest TO privacy');
  const pieces: string[] = [];
  for await (const piece of dump(world.database.url('privacy'), what)) pieces.push(piece);
  expect(pieces.join('')).toContain('guest: this file brings 8 rows');
});
