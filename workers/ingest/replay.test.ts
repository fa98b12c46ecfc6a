// A replay, step by step: what it builds of the lake, what it leaves alone, and what it says where it cannot.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import type { DatasetDefinition, Parsed } from '../../data/dataset.ts';
import { DAY, HOUR } from '../../data/time.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { beginBuilding, objectsOfWindow } from '../../db/queries/replays.ts';
import { createRun } from '../../db/queries/runs.ts';
import { reconcile } from './reconcile.ts';
import type { Replay } from './replay.ts';
import { savePage } from './replay-batches.ts';
import { builtBatch } from './replay-build.ts';
import { readBatch } from './replay-read.ts';
import type { RunOrder } from './run-order.ts';
import type { Steps } from './steps.ts';
import { type Meters, MIDNIGHT, measured, mended, NOON, readBy, startMeters, strict } from './testing/meters.ts';

let meters: Meters;
beforeAll(async () => {
  meters = await startMeters();
});
afterAll(() => meters.stop());
beforeEach(() => meters.clear());

it('leaves out a whole answer of which one object cannot be read, however many steps lie between them', async () => {
  await meters.came('good', '12:00 50000');
  for (let i = 0; i < 45; i++)
    await meters.came('fallen', `13:00 ${60_000 + i}`, { fetchedAt: NOON + i, isLoaded: false });
  await meters.came('fallen', '<14:00 61000', { fetchedAt: NOON + 45, isLoaded: false });
  expect(await meters.replayed(strict)).toMatchObject({ counts: { inserted: 0, updated: 0, unchanged: 1 } });
  expect(await meters.loads()).toEqual(['12:00 50000']);

  expect(await meters.replayed(mended)).toMatchObject({ counts: { inserted: 2, updated: 0, unchanged: 1 } });
  expect(await meters.loads()).toEqual(['12:00 50000', '13:00 60044', '14:00 61000']);
});

it('judges an answer as a whole that no step holds as a whole', async () => {
  await meters.came('good', '12:00 50000', { fetchedAt: NOON - 1 });
  const first = await meters.came('long', '13:00 60000', { isLoaded: false });
  // The last of them is on the second page.
  const key = (n: number) => `raw/consumption/2026-03-10/meter/long-part-${n}`;
  for (let n = 1; n <= 1_000; n++) meters.bytes.set(key(n), n === 1_000 ? '<page' : '14:00 61000');
  await meters.owner.query(
    `INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
     SELECT run_id, dataset, feed, source, 'raw/consumption/2026-03-10/meter/long-part-' || n, sha256, 1, fetched_at, simulated
     FROM raw_object, generate_series(1, 1000) n WHERE id = $1 ORDER BY n`,
    [first],
  );
  const { counts, taken } = await meters.replayed(strict);
  expect(counts).toEqual({ inserted: 0, updated: 0, unchanged: 1, outranked: 0 });
  expect(taken.filter((name) => /^(newest|extract)/.test(name))).toEqual(['newest 1', 'extract 1 0', 'extract 1 1']);
  // 1,002 objects, 40 at once.
  expect(taken.filter((name) => name.startsWith('read'))).toHaveLength(26);

  meters.bytes.delete(key(1_000));
  const { why } = await meters.replayed(strict);
  expect(why).toBe(`1 of 1002 raw objects are not in the lake (${key(1_000)}): what is not rebuilt stays as it was`);
});

it('gives a step no more objects than it can read in its time, however large they are', async () => {
  const sizes = [60_000_000, 40_000_000, 1, 900_000_000, 1];
  for (const [i, size] of sizes.entries()) {
    const id = await meters.came(`large-${i}`, `12:00 ${50_000 + i}`, { fetchedAt: NOON + i });
    await meters.owner.query('UPDATE raw_object SET bytes = $1 WHERE id = $2', [size, id]);
  }
  const { taken, counts } = await meters.replayed(strict);
  expect(taken.filter((name) => /^(read|build)/.test(name))).toEqual([
    ...['read 1 0', 'read 1 1', 'read 1 2', 'read 1 3'],
    ...['build 1 0', 'build 1 1', 'build 1 2', 'build 1 3'],
  ]);
  expect(counts).toMatchObject({ unchanged: 1 });
});

it('keeps what it has settled, and its counts, when it falls behind, and settles whole days', async () => {
  // 366 days after the day on which the window begins, a second statement counts: 2026-03-10.
  const from = MIDNIGHT - 366 * DAY + 10 * HOUR;
  await meters.came('old', '-48:00 48000\n05:00 50000\n11:00 51000');
  await meters.owner.query('DELETE FROM consumption');
  const halfWay: string[][] = [];
  const { counts, warnings, taken } = await meters.replayed(strict, {
    from,
    before: async (step) => {
      if (step !== 'settle 1 1 0') return;
      halfWay.push(await meters.loads());
      // A correction and a new row for a day that is settled already, and a row for one that is not.
      await meters.came('new', '-48:00 48500\n-47:00 47000\n06:00 46000', { fetchedAt: NOON + 1 });
    },
  });
  expect(halfWay).toEqual([['00:00 48000']]);
  expect(counts).toEqual({ inserted: 3, updated: 0, unchanged: 1, outranked: 0 });
  expect(warnings).toEqual({});
  expect(taken.filter((name) => name.startsWith('settle'))).toEqual(['settle 1 0 0', 'settle 1 1 0', 'settle 2 0 0']);
  const all = ['00:00 48500', '01:00 47000', '05:00 50000', '06:00 46000', '11:00 51000'];
  expect(await meters.loads()).toEqual(all);
  expect(await meters.replayed(strict, { from })).toMatchObject({
    counts: { inserted: 0, updated: 0, unchanged: 5 },
    warnings: {},
  });
  expect(await meters.loads()).toEqual(all);
});

it('ends however often it falls behind, as long as it settles something each time', async () => {
  await meters.came('old', '05:00 50000');
  let times = 0;
  const early = async (step: string) => {
    // The second piece of each round.
    if (/^settle \d+ 1 0$/.test(step)) await meters.came(`early-${++times}`, '06:00 46000', { isLoaded: false });
  };
  const [from, to] = [MIDNIGHT - 24 * 366 * DAY, MIDNIGHT + DAY];
  expect(await meters.replayed(strict, { from, to, before: early })).toMatchObject({
    counts: { inserted: 1, unchanged: 1 },
  });
  expect(times).toBe(24);

  times = 0;
  const always = async (step: string) => {
    if (step.startsWith('settle')) await meters.came(`always-${++times}`, '07:00 47000', { isLoaded: false });
  };
  const { why } = await meters.replayed(strict, { before: always });
  expect(why).toBe('new raw objects came before a day could be settled, 20 times in a row: start it again later');
  expect(await meters.loads()).toEqual(['05:00 50000', '06:00 46000']);
});

it('makes rows of what an older parser refused, and refuses them again with that one', async () => {
  await meters.came('one', '12:00 50000\n12:15 about50100\n12:15 about50200\n12:30 50300');
  const before = await meters.loads();
  expect(before).toEqual(['12:00 50000', '12:30 50300']);
  const again = await meters.replayed(strict);
  expect(again).toMatchObject({ rows: 2, rejects: 2, counts: { inserted: 0, updated: 0, unchanged: 2 } });
  expect(again.validation?.reasons).toEqual({ 'load: got another value': { rows: 2, where: ['12:15', '12:15'] } });

  const now = await meters.replayed(mended);
  expect(now).toMatchObject({ rows: 4, rejects: 0, validation: { duplicates: 1 }, counts: { inserted: 1 } });
  expect(await meters.loads()).toEqual(['12:00 50000', '12:15 50200', '12:30 50300']);

  expect(await meters.replayed(strict)).toMatchObject({
    warnings: { 'rows that no raw object gives were removed': 1 },
  });
  expect(await meters.loads()).toEqual(before);
});

it('finds nothing to change where answers that say the same had overtaken one another', async () => {
  await meters.came('late', '12:00 50000\n12:15 50100', { fetchedAt: NOON + HOUR });
  await meters.came('early', '12:00 50000', { fetchedAt: NOON });
  expect(await meters.replayed(strict)).toMatchObject({ counts: { updated: 0, unchanged: 2 }, warnings: {} });
});

it('says of corrections that had overtaken one another that their values are the same', async () => {
  await meters.came('first', '12:00 49000\n12:15 50100', { fetchedAt: NOON });
  // The later correction was loaded first: the earlier one found its own value, and is since when it is known.
  await meters.came('late', '12:00 50000', { fetchedAt: NOON + 2 * HOUR });
  await meters.came('early', '12:00 50000', { fetchedAt: NOON + HOUR });
  const { counts, warnings } = await meters.replayed(strict);
  expect(counts).toEqual({ inserted: 0, updated: 1, unchanged: 1, outranked: 0 });
  expect(Object.entries(warnings ?? {})).toContainEqual([
    expect.stringContaining('rows with the values they had, but another known_at or raw object'),
    1,
  ]);
  expect(await meters.replayed(strict)).toMatchObject({ counts: { updated: 0, unchanged: 2 }, warnings: {} });
});

it('leaves nothing of what it had built when it fails half way', async () => {
  await meters.came('one', '12:00 50000');
  await meters.came('two', '13:00 51000', { fetchedAt: NOON + 1 });
  const { rows } = await meters.owner.query('SELECT lake_key FROM raw_object ORDER BY id DESC LIMIT 1');
  meters.bytes.set(rows[0].lake_key, '<html>');
  const { why } = await meters.replayed(strict);
  expect(why).toBe(
    `${rows[0].lake_key} could be read once and cannot any more: got a page, want lines; what is not rebuilt stays as it was`,
  );
  expect(await meters.loads()).toEqual(['12:00 50000', '13:00 51000']);
  expect(await meters.left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
});

it('leaves nothing of what it had built when its Workflow ends before it does', async () => {
  const run = { id: 'ended', dataset: 'consumption', feed: 'replay', trigger: 'replay', requestId: 'ended' } as const;
  const order = { ...run, from: MIDNIGHT, to: NOON, createdAt: NOON };
  await createRun(meters.db, order);
  await beginBuilding(meters.db, consumption, run.id);
  const raw = { id: await meters.came('one', '12:00 50000'), fetchedAt: NOON };
  const rows = [measured('12:00', 50_000)];
  await loadRows(meters.db, consumption, { raw, columns: ['load_mw'], rows, schema: 'replay' });
  expect(await meters.left()).toEqual({ rows: 1, revisions: 0, builds: 1 });
  const instance = { status: async () => ({ status: 'terminated' }) };
  const workflow = { get: async () => instance } as unknown as Workflow<RunOrder>;
  await reconcile(meters.shellFor(run.id), workflow, order, { now: NOON, interruptedBefore: 0 });
  expect(await meters.left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
  expect((await meters.owner.query("SELECT status FROM run WHERE id = 'ended'")).rows).toEqual([{ status: 'failed' }]);
});

it('leaves rows alone where it has built nothing although raw objects were loaded there', async () => {
  await meters.came('one', '12:00 50000');
  const nothing = async function* (): AsyncGenerator<Parsed> {};
  const { why } = await meters.replayed(nothing);
  expect(why).toContain('nothing was built for 2026-03-10T00:00:00Z to 2026-03-11T00:00:00Z, though rows stand there');
  expect(await meters.loads()).toEqual(['12:00 50000']);
  expect(await meters.left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
});

it('is stopped by a feed that is gone only where its rows lie, and says what to do', async () => {
  await meters.came('one', '01:00 50000');
  await meters.came('renamed', '13:00 51000', { feed: 'old-meters' });
  expect(await meters.replayed(strict, { to: NOON })).toMatchObject({ counts: { unchanged: 1 }, why: undefined });
  const { why } = await meters.replayed(strict);
  expect(why).toMatch(
    /^1 raw objects with rows of this window \(raw\S+ is the first\) came from old-meters\/meter, which consumption/,
  );
  expect(why).toContain(
    'what is not rebuilt stays as it was. Declare it again under its old name, or ask for a window without their rows (2026-03-10T13:00:00Z to 2026-03-10T13:00:00Z)',
  );
  expect(await meters.loads()).toEqual(['01:00 50000', '13:00 51000']);
});

it('is built in memory that the length of its window does not add to', async () => {
  await meters.came('one', '12:00 50000\n12:00 50001\n13:00 51000');
  const order = { id: 'long', dataset: 'consumption', feed: 'replay', trigger: 'replay', requestId: 'long' } as const;
  // Of more steps than any array has elements.
  const window = { from: MIDNIGHT, to: 8.64e15 };
  const definition: DatasetDefinition = { ...readBy(strict), grid: 1 };
  const [object] = await objectsOfWindow(meters.db, definition, {
    window: { from: MIDNIGHT, to: MIDNIGHT + DAY },
    after: 0,
    upTo: 1_000_000_000,
    since: 0,
    most: 1,
    sentFeeds: [],
  });
  await savePage(meters.lake, order.id, { round: 1, batch: 0 }, [object!]);
  const shell = meters.shellFor(order.id);
  const replay: Replay = { shell, steps: {} as Steps, order: { ...order, ...window }, definition };
  const batch = { round: 1, number: 0, before: 0, total: 1 };
  expect(await readBatch(replay, batch)).toEqual({ fallen: [] });
  expect(await builtBatch(replay, batch, { fallen: new Set() })).toMatchObject({ objects: 1, rows: 3, duplicates: 1 });
  expect((await meters.left()).rows).toBe(2);
  await meters.owner.query('TRUNCATE replay.consumption, replay.revision');
});
