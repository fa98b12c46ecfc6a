// Random loads, one after the other and at once, beside a model of the rules that fits on a page.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUALITIES, type Quality } from '../../data/columns.ts';
import { consumption } from '../../data/consumption/dataset.ts';
import type { Row } from '../../data/dataset.ts';
import { HOUR, MINUTE } from '../../data/time.ts';
import { connect } from '../client.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { type Load, type LoadCounts, loadRows } from './load-rows.ts';

const PARTS = { load: ['load_mw'], mix: ['nuclear_mw', 'wind_mw'] } as const;
type PartName = keyof typeof PARTS;
const COLUMNS = Object.values(PARTS).flat();
const T0 = Date.parse('2026-11-20T12:00:00Z');

// ---- the model ---------------------------------------------------------------------------------------------------

interface Version {
  readonly values: Readonly<Record<string, number | null>>;
  readonly quality: Quality;
  readonly knownAt: number;
  readonly raw: number;
  readonly fetchedAt: number;
}
interface World {
  readonly rows: Readonly<Record<string, Partial<Record<PartName, Version>>>>;
  readonly revisions: Readonly<Record<string, Omit<Version, 'fetchedAt'> & { readonly supersededAt: number }>>;
}

function applied(world: World, load: Load): { world: World; counts: LoadCounts } {
  const rows = { ...world.rows };
  const revisions = { ...world.revisions };
  const counts = { inserted: 0, updated: 0, unchanged: 0, outranked: 0 };
  for (const row of load.rows) {
    const key = `${row['area']} ${row['at']}`;
    const standing = rows[key];
    const next = { ...standing };
    let written = false;
    let outranked = false;
    for (const [part, all] of Object.entries(PARTS) as [PartName, readonly string[]][]) {
      const columns = all.filter((column) => load.columns.includes(column));
      if (columns.every((column) => row[column] == null)) continue;
      const before = standing?.[part];
      const isWhole = all.every((column) => columns.includes(column) || before?.values[column] == null);
      const values = { ...Object.fromEntries(all.map((column) => [column, null])), ...before?.values };
      for (const column of columns) values[column] = (row[column] ?? null) as number | null;
      const knownAt = consumption.parts[part].knownAt(row);
      const mine = { values, quality: row.quality, raw: load.raw.id, fetchedAt: load.raw.fetchedAt };
      const rank = (version: Omit<Version, 'values' | 'knownAt'>) => [
        QUALITIES.indexOf(version.quality),
        version.fetchedAt,
        version.raw,
      ];
      if (!before) next[part] = { ...mine, knownAt };
      else if (columns.every((column) => values[column] === before.values[column])) {
        if (!isWhole || QUALITIES.indexOf(row.quality) < QUALITIES.indexOf(before.quality)) continue;
        if (row.quality === before.quality) {
          if (knownAt === before.knownAt && compare(rank(mine), rank(before)) < 0) next[part] = { ...mine, knownAt };
          continue;
        }
        next[part] = { ...mine, knownAt: before.knownAt };
      } else if (compare(rank(mine), rank(before)) < 0) {
        outranked = true;
        continue;
      } else {
        const { fetchedAt, ...old } = before;
        const supersededAt = load.raw.fetchedAt;
        revisions[`${key} ${part} ${before.raw} ${JSON.stringify({ ...old.values, supersededAt })}`] = {
          ...old,
          supersededAt,
        };
        const least = QUALITIES[Math.min(QUALITIES.indexOf(row.quality), QUALITIES.indexOf(before.quality))]!;
        next[part] = {
          ...mine,
          quality: isWhole ? row.quality : least,
          knownAt: Math.max(knownAt, load.raw.fetchedAt),
        };
      }
      written = true;
    }
    if (standing || written) rows[key] = next;
    if (!written) counts[outranked ? 'outranked' : 'unchanged']++;
    else counts[standing ? 'updated' : 'inserted']++;
  }
  return { world: { rows, revisions }, counts };
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const i = a.findIndex((value, j) => value !== b[j]);
  return i < 0 ? 0 : a[i]! - b[i]!;
};

// ---- what Postgres has ---------------------------------------------------------------------------------------------

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld('consumption');
});
afterAll(() => world.database.drop());

async function stored(fetchedAtOf: ReadonlyMap<number, number>): Promise<World> {
  const sql = world.db.$client;
  const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`;
  const facts = await sql.query(
    `SELECT *, ${ms('at')} AS at, ${ms('load_known_at')} AS load_known_at, ${ms('mix_known_at')} AS mix_known_at FROM consumption`,
  );
  const old = await sql.query(
    `SELECT *, ${ms('known_at')} AS known_at, ${ms('superseded_at')} AS superseded_at FROM revision`,
  );
  const rows = facts.map((row) => {
    const parts = Object.entries(PARTS)
      .filter(([part]) => row[`${part}_raw`] !== null)
      .map(([part, columns]) => [
        part,
        {
          values: Object.fromEntries(columns.map((column) => [column, row[column]])),
          quality: row[`${part}_quality`],
          knownAt: row[`${part}_known_at`],
          raw: row[`${part}_raw`],
          fetchedAt: fetchedAtOf.get(row[`${part}_raw`]),
        },
      ]);
    return [`${row['area']} ${row['at']}`, Object.fromEntries(parts)];
  });
  const revisions = old.map((row) => {
    const supersededAt = row['superseded_at'];
    const values = Object.fromEntries(
      PARTS[row['part'] as PartName].map((column) => [column, row['values'][column] ?? null]),
    );
    return [
      `${row['key'].join(' ')} ${row['part']} ${row['raw_id']} ${JSON.stringify({ ...values, supersededAt })}`,
      { values, quality: row['quality'], knownAt: row['known_at'], raw: row['raw_id'], supersededAt },
    ];
  });
  return { rows: Object.fromEntries(rows), revisions: Object.fromEntries(revisions) };
}

// ---- random loads --------------------------------------------------------------------------------------------------

function randomFrom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, pick: <T>(from: readonly T[]): T => from[below(from.length)]! };
}

const orders = <T>(items: readonly T[]): T[][] =>
  items.length <= 1
    ? [[...items]]
    : items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));

it.each([1, 2, 3, 4])('any loads in any order, also at once, leave what the rules say (seed %i)', async (seed) => {
  const owner = connect({ DATABASE_URL: world.database.ownerUrl, NEON_LOCAL: world.database.neonLocal });
  await owner.$client`TRUNCATE consumption, revision`;
  const random = randomFrom(seed);
  const raws: { id: number; fetchedAt: number }[] = [];
  const keys = ['FR', 'FR-IDF'].flatMap((area) => [0, 1, 2].map((i) => ({ area, at: T0 + i * 15 * MINUTE })));
  const someLoad = async (): Promise<Load> => {
    const again = raws.length > 0 && random.below(4) === 0;
    if (!again) raws.push(await world.fetched(T0 + random.below(4) * HOUR));
    const columns = COLUMNS.filter(() => random.below(3) > 0);
    const rows = keys
      .filter(() => random.below(2) > 0)
      .map((key): Row => {
        const values = COLUMNS.map((column) => [column, random.pick([null, 1, 2, 3])]);
        return { ...key, ...Object.fromEntries(values), quality: random.pick(QUALITIES) };
      });
    return {
      raw: again ? random.pick(raws.slice(-3)) : raws.at(-1)!,
      columns: columns.length > 0 ? columns : ['load_mw'],
      rows,
    };
  };
  let expected: World = { rows: {}, revisions: {} };
  const seen = { inserted: 0, updated: 0, unchanged: 0, outranked: 0 };
  for (let round = 0; round < 25; round++) {
    const loads = [await someLoad(), await someLoad(), await someLoad()].slice(random.below(3));
    const counts = await Promise.all(loads.map((load) => loadRows(world.db, consumption, load)));
    const actual = await stored(new Map(raws.map(({ id, fetchedAt }) => [id, fetchedAt])));
    const possible = orders(loads).map((order) => {
      let after = expected;
      const byLoad = new Map<Load, LoadCounts>();
      for (const load of order) {
        const step = applied(after, load);
        after = step.world;
        byLoad.set(load, step.counts);
      }
      return { world: after, counts: loads.map((load) => byLoad.get(load)!) };
    });
    expect(possible).toContainEqual({ world: actual, counts });
    expected = actual;
    for (const count of counts) for (const name of Object.keys(seen) as (keyof LoadCounts)[]) seen[name] += count[name];
  }
  // The run was about something: every outcome came up, and revisions were made.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(3);
  expect(Object.keys(expected.revisions).length).toBeGreaterThan(10);
});
