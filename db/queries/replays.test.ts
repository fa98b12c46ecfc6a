import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { city } from '../../data/city/dataset.ts';
import { consumption } from '../../data/consumption/dataset.ts';
import { DAY, HOUR, type Instant } from '../../data/time.ts';
import { type TestWorld, testWorld } from '../local/test-world.ts';
import { loadRows } from './load-rows.ts';
import { recordRawObject } from './raw-objects.ts';
import { saveRejects } from './rejects.ts';
import { beginBuilding, endBuilding, newestObject, objectsOfWindow, rowsByDay, settle } from './replays.ts';
import { createRun } from './runs.ts';

const MONDAY = Date.parse('2026-03-09T00:00:00Z');
const TUESDAY = MONDAY + DAY;
const monday = { from: MONDAY, to: TUESDAY };

let world: TestWorld;
let owner: pg.Client;
beforeAll(async () => {
  world = await testWorld('consumption');
  owner = new pg.Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await world.database.drop();
});

interface Came {
  readonly dataset?: string;
  readonly asked?: Instant;
  /** When its rows are. */
  readonly loaded?: readonly Instant[];
  readonly refused?: boolean;
}
/** An object named after its feed and order; its run asked for a day. */
async function came(feed: string, { dataset = 'consumption', asked = MONDAY, loaded = [], refused }: Came) {
  const { rows } = await owner.query('SELECT count(*)::integer AS n FROM raw_object');
  const name = `${feed}-${rows[0].n}`;
  const run = { id: name, dataset, feed, trigger: 'request', requestId: name, from: asked, to: asked + DAY } as const;
  await createRun(world.db, { ...run, createdAt: 0 });
  const object = { run: name, dataset, feed, source: 'any', lakeKey: name, sha256: '0'.repeat(64), bytes: 1 };
  const raw = {
    id: await recordRawObject(world.db, { ...object, fetchedAt: asked, simulated: false }),
    fetchedAt: asked,
  };
  const load_mw = 50_000 + raw.id;
  const facts = loaded.map((at) => ({ area: 'FR', at, quality: 'real time' as const, load_mw }));
  await loadRows(world.db, consumption, { raw, chunk: 0, columns: ['load_mw'], rows: facts });
  if (refused) await saveRejects(world.db, name, raw.id, [{ reject: { where: 'line 2', reason: 'no', fragment: '' } }]);
  return { name, raw };
}
const ALL = { after: 0, upTo: 1_000_000, since: 0, most: 1_000, sentFeeds: ['push', 'upload'] };
const read = async (window = monday) =>
  (await objectsOfWindow(world.db, consumption, { ...ALL, window })).map(
    ({ lakeKey, wasLoaded, isHere }) =>
      `${lakeKey} ${wasLoaded ? 'loaded' : 'not loaded'} ${isHere ? 'here' : 'elsewhere'}`,
  );

it('reads what has rows of the window, and what may have some with a mended parser; nothing else', async () => {
  // Of answers: what was asked for the window, and what said more than it was asked.
  await came('live', { loaded: [MONDAY + HOUR] });
  await came('live', {});
  await came('live', { asked: TUESDAY, loaded: [TUESDAY - HOUR, TUESDAY + HOUR] });
  await came('live', { asked: TUESDAY, loaded: [TUESDAY] });
  // A feed that was renamed since is judged alike.
  await came('renamed', { loaded: [MONDAY + HOUR] });
  await came('renamed', { asked: TUESDAY, loaded: [TUESDAY] });
  // What somebody sent was asked for by no window.
  await came('push', { loaded: [TUESDAY] });
  await came('push', { asked: TUESDAY, loaded: [MONDAY] });
  await came('upload', { loaded: [TUESDAY], refused: true });
  await came('upload', { asked: TUESDAY });
  expect(await read()).toEqual([
    'live-0 loaded here',
    'live-1 not loaded elsewhere',
    'renamed-4 loaded here',
    'upload-8 loaded elsewhere',
    'live-2 loaded here',
    'push-7 loaded here',
    'upload-9 not loaded elsewhere',
  ]);
});

it('gives them in pages, in the order of their fetching, whatever is recorded meanwhile', async () => {
  const old = await newestObject(world.db, 'consumption');
  // Recorded in another order than fetched, and three at the same instant: more than a page of two holds.
  const first = await came('live', { asked: MONDAY + 3 });
  const second = await came('live', { asked: MONDAY + 1 });
  const same = [await came('live', { asked: MONDAY + 2 }), await came('live', { asked: MONDAY + 2 })];
  same.push(await came('live', { asked: MONDAY + 2 }));
  const upTo = await newestObject(world.db, 'consumption');
  const pages: string[][] = [];
  for (let since = 0; ; ) {
    const page = await objectsOfWindow(world.db, consumption, {
      ...ALL,
      window: monday,
      after: old,
      upTo,
      since,
      most: 2,
    });
    pages.push(page.map(({ lakeKey }) => lakeKey));
    // Of the next round, wherever it would stand in this one.
    await came('live', { asked: MONDAY });
    if (page.length < 2) break;
    since = page.at(-1)!.id;
  }
  expect(pages).toEqual([[second.name, same[0]!.name], [same[1]!.name, same[2]!.name], [first.name]]);
  const next = await objectsOfWindow(world.db, consumption, { ...ALL, window: monday, after: upTo });
  expect(next).toHaveLength(3);
});

it('counts the days of a window, as they stand, as they were built, and their earlier versions', async () => {
  await owner.query('TRUNCATE consumption, revision');
  const { raw } = await came('live', { loaded: [MONDAY, MONDAY + 23 * HOUR, TUESDAY, TUESDAY + DAY] });
  await came('live', { asked: TUESDAY, loaded: [TUESDAY] });
  const built = { area: 'FR', at: MONDAY, quality: 'real time' as const, load_mw: 1 };
  await loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows: [built], schema: 'replay' });
  expect(await rowsByDay(world.db, consumption, { from: MONDAY, to: TUESDAY + DAY })).toEqual([
    { day: MONDAY, rows: 3 },
    { day: TUESDAY, rows: 2 },
  ]);
});

const NOTHING = { inserted: 0, updated: 0, restamped: 0, removed: 0, unchanged: 0, revisions: 0 };
const settled = (run: string, wishes: { newest?: number; dry?: boolean } = {}) =>
  settle(world.db, consumption, { run, window: monday, newest: 1_000_000, dry: false, ...wishes });
const standing = async () => (await owner.query('SELECT at, load_mw FROM consumption ORDER BY at')).rows;

it('changes nothing where nothing was built and raw objects were loaded, for another run, or while objects are unread', async () => {
  const before = await standing();
  await beginBuilding(world.db, consumption, 'mine');
  expect(await settled('mine')).toEqual({ ...NOTHING, refusal: 'empty', removed: 2 });
  expect(await settled('mine', { dry: true })).toMatchObject({ refusal: 'empty' });
  expect(await settled('not-mine')).toEqual({ ...NOTHING, refusal: 'gone' });
  expect(await settled('mine', { newest: 0 })).toEqual({ ...NOTHING, refusal: 'behind' });
  await endBuilding(world.db, consumption);
  expect(await settled('mine')).toEqual({ ...NOTHING, refusal: 'gone' });
  expect(await standing()).toEqual(before);
});

it('removes what no raw object ever gave', async () => {
  await owner.query('TRUNCATE consumption, load_receipt');
  await owner.query(
    `INSERT INTO consumption (area, at, load_quality, load_known_at, load_raw, load_mw) VALUES ('FR', $1, 'real time', now(), 1, 7)`,
    [new Date(MONDAY)],
  );
  await beginBuilding(world.db, consumption, 'mine');
  expect(await settled('mine')).toEqual({ ...NOTHING, refusal: null, removed: 1 });
  expect(await standing()).toEqual([]);
});

it('reads all objects of what has no time', async () => {
  await came('file', { dataset: 'city' });
  const all = await objectsOfWindow(world.db, city, { ...ALL, window: { from: 0, to: 1 } });
  expect(all.map(({ feed, firstAt }) => [feed, firstAt])).toEqual([['file', null]]);
});
