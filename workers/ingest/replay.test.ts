import type { WorkflowStep } from 'cloudflare:workers';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { consumption } from '../../data/consumption/dataset.ts';
import { type DatasetDefinition, type Parsed, type Row, ShapeError } from '../../data/dataset.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../data/time.ts';
import { type TestWorld, testWorld } from '../../db/local/test-world.ts';
import { loadRows } from '../../db/queries/load-rows.ts';
import { recordRawObject } from '../../db/queries/raw-objects.ts';
import { beginBuilding, objectsOfWindow } from '../../db/queries/replays.ts';
import { createRun } from '../../db/queries/runs.ts';
import { logger } from '../mesh/log.ts';
import { reconcile } from './reconcile.ts';
import { ingestReplay, type Replay } from './replay.ts';
import { savePage } from './replay-batches.ts';
import { builtBatch } from './replay-build.ts';
import { readBatch } from './replay-read.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { type Steps, stepsOf } from './steps.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const MIDNIGHT = NOON - 12 * HOUR;
const bytes = new Map<string, string>();
/** The bucket of the runtime, as far as a replay needs one. */
const lake = {
  put: async (key: string, text: string) => void bytes.set(key, text),
  get: async (key: string) => {
    const text = bytes.get(key);
    return text === undefined ? null : { text: async () => text, size: text.length, body: new Blob([text]).stream() };
  },
  list: async ({ prefix }: { prefix: string }) => ({
    objects: [...bytes.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
    truncated: false,
  }),
} as unknown as R2Bucket;

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
beforeEach(() => owner.query('TRUNCATE consumption, revision, reject, load_receipt, raw_object CASCADE'));

/** A line is `12:15 50000`. What is none is refused: a word for a number is a reject, an answer that begins with < is nobody's. */
async function* strict(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  for (const line of (await textOf(lines)).split('\n')) {
    if (line.startsWith('<')) throw new ShapeError('got a page, want lines');
    const [clock = '', load = ''] = line.split(' ');
    if (Number.isNaN(Number(load))) yield { reject: { where: clock, reason: 'load: got a word', fragment: line } };
    else yield measured(clock, Number(load));
  }
}
/** What somebody made of it later: `about` is no fault, nor is a page. */
async function* mended(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  for (const line of (await textOf(lines)).replace('<', '').split('\n')) {
    const [clock = '', load = ''] = line.replace('about', '').split(' ');
    yield measured(clock, Number(load));
  }
}
async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}
const measured = (clock: string, load_mw: number): Row => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return { area: 'FR', at: MIDNIGHT + hour * HOUR + minute * MINUTE, quality: 'real time', load_mw };
};
const readBy = (parse: typeof strict): DatasetDefinition => ({
  ...consumption,
  feeds: [
    {
      ...consumption.feeds[0]!,
      id: 'meters',
      columns: ['load_mw'],
      alternatives: [{ id: 'meter', secrets: [], *fetch() {}, parse }],
    },
  ],
});

/** An answer as it lies in the lake; loaded at once unless it could not be. */
async function came(
  run: string,
  text: string,
  {
    fetchedAt = NOON,
    feed = 'meters',
    isLoaded = true,
  }: { fetchedAt?: Instant; feed?: string; isLoaded?: boolean } = {},
): Promise<number> {
  const order = { id: run, dataset: 'consumption', feed, trigger: 'request', requestId: run } as const;
  await createRun(world.db, { ...order, from: MIDNIGHT, to: MIDNIGHT + DAY, createdAt: 0 });
  const lakeKey = `raw/consumption/2026-03-10/meter/${run}-${bytes.size}`;
  bytes.set(lakeKey, text);
  const sha256 = '0'.repeat(64);
  const object = { run, dataset: 'consumption', feed, source: 'meter', lakeKey, sha256, bytes: 1, simulated: false };
  const id = await recordRawObject(world.db, { ...object, fetchedAt });
  if (isLoaded) {
    const rows: Row[] = [];
    for await (const one of strict(new Blob([text]).stream())) if ('quality' in one) rows.push(one);
    await loadRows(world.db, consumption, { raw: { id, fetchedAt }, chunk: 0, columns: ['load_mw'], rows });
  }
  return id;
}

const shellFor = (requestId: string) =>
  ({
    db: world.db,
    lake,
    log: logger({ worker: 'ingest', context: { requestId, caller: 'tests' }, write: () => undefined }),
    clock: Date.now,
    steps: { storing: { retries: { limit: 0, delay: 0 } } },
  }) as Shell;

let replays = 0;
async function replayed(
  parse: typeof strict,
  {
    from = MIDNIGHT,
    to = MIDNIGHT + DAY,
    before = async () => {},
  }: { from?: Instant; to?: Instant; before?: (step: string) => Promise<void> } = {},
) {
  const id = `replay-${++replays}`;
  const order = { id, dataset: 'consumption', feed: 'replay', trigger: 'replay', requestId: id } as const;
  // Each step once: what the runtime does beyond that is tried in tests/mesh.
  const taken: string[] = [];
  const once = {
    do: async (name: string, _config: unknown, work: (context: { attempt: number }) => Promise<unknown>) => {
      taken.push(name);
      await before(name);
      return work({ attempt: 1 });
    },
  } as unknown as WorkflowStep;
  const [shell, asked] = [shellFor(id), { ...order, from, to }];
  const steps = stepsOf(shell, asked, once);
  const replay: Replay = { shell, steps, order: asked, definition: readBy(parse) };
  const { loaded, failovers } = await ingestReplay(replay);
  return { ...loaded, taken, why: failovers[0]?.reason };
}
const loads = async () =>
  (
    await owner.query(
      `SELECT to_char(at AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || load_mw AS text FROM consumption ORDER BY at`,
    )
  ).rows.map(({ text }) => text);
const left = async () =>
  (
    await owner.query(`SELECT (SELECT count(*) FROM replay.consumption)::integer AS rows,
      (SELECT count(*) FROM replay.revision)::integer AS revisions, (SELECT count(*) FROM replay.build)::integer AS builds`)
  ).rows[0];

it('leaves out a whole answer of which one object cannot be read, however many steps lie between them', async () => {
  await came('good', '12:00 50000');
  for (let i = 0; i < 45; i++) await came('fallen', `13:00 ${60_000 + i}`, { fetchedAt: NOON + i, isLoaded: false });
  await came('fallen', '<14:00 61000', { fetchedAt: NOON + 45, isLoaded: false });
  expect(await replayed(strict)).toMatchObject({ counts: { inserted: 0, updated: 0, unchanged: 1 } });
  expect(await loads()).toEqual(['12:00 50000']);

  expect(await replayed(mended)).toMatchObject({ counts: { inserted: 2, updated: 0, unchanged: 1 } });
  expect(await loads()).toEqual(['12:00 50000', '13:00 60044', '14:00 61000']);
});

it('judges an answer as a whole that no step holds as a whole', async () => {
  await came('good', '12:00 50000', { fetchedAt: NOON - 1 });
  const first = await came('long', '13:00 60000', { isLoaded: false });
  // The last of them is on the second page.
  const key = (n: number) => `raw/consumption/2026-03-10/meter/long-part-${n}`;
  for (let n = 1; n <= 1_000; n++) bytes.set(key(n), n === 1_000 ? '<page' : '14:00 61000');
  await owner.query(
    `INSERT INTO raw_object (run_id, dataset, feed, source, lake_key, sha256, bytes, fetched_at, simulated)
     SELECT run_id, dataset, feed, source, 'raw/consumption/2026-03-10/meter/long-part-' || n, sha256, 1, fetched_at, simulated
     FROM raw_object, generate_series(1, 1000) n WHERE id = $1 ORDER BY n`,
    [first],
  );
  const { counts, taken } = await replayed(strict);
  expect(counts).toEqual({ inserted: 0, updated: 0, unchanged: 1, outranked: 0 });
  expect(taken.filter((name) => /^(newest|extract)/.test(name))).toEqual(['newest 1', 'extract 1 0', 'extract 1 1']);
  // 1,002 objects, 40 at once.
  expect(taken.filter((name) => name.startsWith('read'))).toHaveLength(26);

  bytes.delete(key(1_000));
  const { why } = await replayed(strict);
  expect(why).toBe(`1 of 1002 raw objects are not in the lake (${key(1_000)}): what is not rebuilt stays as it was`);
});

it('gives a step no more objects than it can read in its time, however large they are', async () => {
  const sizes = [60_000_000, 40_000_000, 1, 900_000_000, 1];
  for (const [i, size] of sizes.entries()) {
    const id = await came(`large-${i}`, `12:00 ${50_000 + i}`, { fetchedAt: NOON + i });
    await owner.query('UPDATE raw_object SET bytes = $1 WHERE id = $2', [size, id]);
  }
  const { taken, counts } = await replayed(strict);
  expect(taken.filter((name) => /^(read|build)/.test(name))).toEqual([
    ...['read 1 0', 'read 1 1', 'read 1 2', 'read 1 3'],
    ...['build 1 0', 'build 1 1', 'build 1 2', 'build 1 3'],
  ]);
  expect(counts).toMatchObject({ unchanged: 1 });
});

it('keeps what it has settled, and its counts, when it falls behind, and settles whole days', async () => {
  // 366 days after the day on which the window begins, a second statement counts: 2026-03-10.
  const from = MIDNIGHT - 366 * DAY + 10 * HOUR;
  await came('old', '-48:00 48000\n05:00 50000\n11:00 51000');
  await owner.query('DELETE FROM consumption');
  const halfWay: string[][] = [];
  const { counts, warnings, taken } = await replayed(strict, {
    from,
    before: async (step) => {
      if (step !== 'settle 1 1 0') return;
      halfWay.push(await loads());
      // A correction and a new row for a day that is settled already, and a row for one that is not.
      await came('new', '-48:00 48500\n-47:00 47000\n06:00 46000', { fetchedAt: NOON + 1 });
    },
  });
  expect(halfWay).toEqual([['00:00 48000']]);
  expect(counts).toEqual({ inserted: 3, updated: 0, unchanged: 1, outranked: 0 });
  expect(warnings).toEqual({});
  expect(taken.filter((name) => name.startsWith('settle'))).toEqual(['settle 1 0 0', 'settle 1 1 0', 'settle 2 0 0']);
  const all = ['00:00 48500', '01:00 47000', '05:00 50000', '06:00 46000', '11:00 51000'];
  expect(await loads()).toEqual(all);
  expect(await replayed(strict, { from })).toMatchObject({
    counts: { inserted: 0, updated: 0, unchanged: 5 },
    warnings: {},
  });
  expect(await loads()).toEqual(all);
});

it('ends however often it falls behind, as long as it settles something each time', async () => {
  await came('old', '05:00 50000');
  let times = 0;
  const early = async (step: string) => {
    // The second piece of each round.
    if (/^settle \d+ 1 0$/.test(step)) await came(`early-${++times}`, '06:00 46000', { isLoaded: false });
  };
  const [from, to] = [MIDNIGHT - 24 * 366 * DAY, MIDNIGHT + DAY];
  expect(await replayed(strict, { from, to, before: early })).toMatchObject({ counts: { inserted: 1, unchanged: 1 } });
  expect(times).toBe(24);

  times = 0;
  const always = async (step: string) => {
    if (step.startsWith('settle')) await came(`always-${++times}`, '07:00 47000', { isLoaded: false });
  };
  const { why } = await replayed(strict, { before: always });
  expect(why).toBe('new raw objects came before a day could be settled, 20 times in a row: start it again later');
  expect(await loads()).toEqual(['05:00 50000', '06:00 46000']);
});

it('makes rows of what an older parser refused, and refuses them again with that one', async () => {
  await came('one', '12:00 50000\n12:15 about50100\n12:15 about50200\n12:30 50300');
  const before = await loads();
  expect(before).toEqual(['12:00 50000', '12:30 50300']);
  const again = await replayed(strict);
  expect(again).toMatchObject({ rows: 2, rejects: 2, counts: { inserted: 0, updated: 0, unchanged: 2 } });
  expect(again.validation?.reasons).toEqual({ 'load: got another value': { rows: 2, where: ['12:15', '12:15'] } });

  const now = await replayed(mended);
  expect(now).toMatchObject({ rows: 4, rejects: 0, validation: { duplicates: 1 }, counts: { inserted: 1 } });
  expect(await loads()).toEqual(['12:00 50000', '12:15 50200', '12:30 50300']);

  expect(await replayed(strict)).toMatchObject({ warnings: { 'rows that no raw object gives were removed': 1 } });
  expect(await loads()).toEqual(before);
});

it('finds nothing to change where answers that say the same had overtaken one another', async () => {
  await came('late', '12:00 50000\n12:15 50100', { fetchedAt: NOON + HOUR });
  await came('early', '12:00 50000', { fetchedAt: NOON });
  expect(await replayed(strict)).toMatchObject({ counts: { updated: 0, unchanged: 2 }, warnings: {} });
});

it('says of corrections that had overtaken one another that their values are the same', async () => {
  await came('first', '12:00 49000\n12:15 50100', { fetchedAt: NOON });
  // The later correction was loaded first: the earlier one found its own value, and is since when it is known.
  await came('late', '12:00 50000', { fetchedAt: NOON + 2 * HOUR });
  await came('early', '12:00 50000', { fetchedAt: NOON + HOUR });
  const { counts, warnings } = await replayed(strict);
  expect(counts).toEqual({ inserted: 0, updated: 1, unchanged: 1, outranked: 0 });
  expect(Object.entries(warnings ?? {})).toContainEqual([
    expect.stringContaining('rows with the values they had, but another known_at or raw object'),
    1,
  ]);
  expect(await replayed(strict)).toMatchObject({ counts: { updated: 0, unchanged: 2 }, warnings: {} });
});

it('leaves nothing of what it had built when it fails half way', async () => {
  await came('one', '12:00 50000');
  await came('two', '13:00 51000', { fetchedAt: NOON + 1 });
  const { rows } = await owner.query('SELECT lake_key FROM raw_object ORDER BY id DESC LIMIT 1');
  bytes.set(rows[0].lake_key, '<html>');
  const { why } = await replayed(strict);
  expect(why).toBe(
    `${rows[0].lake_key} could be read once and cannot any more: got a page, want lines; what is not rebuilt stays as it was`,
  );
  expect(await loads()).toEqual(['12:00 50000', '13:00 51000']);
  expect(await left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
});

it('leaves nothing of what it had built when its Workflow ends before it does', async () => {
  const run = { id: 'ended', dataset: 'consumption', feed: 'replay', trigger: 'replay', requestId: 'ended' } as const;
  const order = { ...run, from: MIDNIGHT, to: NOON, createdAt: NOON };
  await createRun(world.db, order);
  await beginBuilding(world.db, consumption, run.id);
  const raw = { id: await came('one', '12:00 50000'), fetchedAt: NOON };
  const rows = [measured('12:00', 50_000)];
  await loadRows(world.db, consumption, { raw, columns: ['load_mw'], rows, schema: 'replay' });
  expect(await left()).toEqual({ rows: 1, revisions: 0, builds: 1 });
  const instance = { status: async () => ({ status: 'terminated' }) };
  const workflow = { get: async () => instance } as unknown as Workflow<RunOrder>;
  await reconcile(shellFor(run.id), workflow, order, { now: NOON, interruptedBefore: 0 });
  expect(await left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
  expect((await owner.query("SELECT status FROM run WHERE id = 'ended'")).rows).toEqual([{ status: 'failed' }]);
});

it('leaves rows alone where it has built nothing although raw objects were loaded there', async () => {
  await came('one', '12:00 50000');
  const nothing = async function* (): AsyncGenerator<Parsed> {};
  const { why } = await replayed(nothing);
  expect(why).toContain('nothing was built for 2026-03-10T00:00:00Z to 2026-03-11T00:00:00Z, though rows stand there');
  expect(await loads()).toEqual(['12:00 50000']);
  expect(await left()).toEqual({ rows: 0, revisions: 0, builds: 0 });
});

it('is stopped by a feed that is gone only where its rows lie, and says what to do', async () => {
  await came('one', '01:00 50000');
  await came('renamed', '13:00 51000', { feed: 'old-meters' });
  expect(await replayed(strict, { to: NOON })).toMatchObject({ counts: { unchanged: 1 }, why: undefined });
  const { why } = await replayed(strict);
  expect(why).toMatch(
    /^1 raw objects with rows of this window \(raw\S+ is the first\) came from old-meters\/meter, which consumption/,
  );
  expect(why).toContain(
    'what is not rebuilt stays as it was. Declare it again under its old name, or ask for a window without their rows (2026-03-10T13:00:00Z to 2026-03-10T13:00:00Z)',
  );
  expect(await loads()).toEqual(['01:00 50000', '13:00 51000']);
});

it('is built in memory that the length of its window does not add to', async () => {
  await came('one', '12:00 50000\n12:00 50001\n13:00 51000');
  const order = { id: 'long', dataset: 'consumption', feed: 'replay', trigger: 'replay', requestId: 'long' } as const;
  // Of more steps than any array has elements.
  const window = { from: MIDNIGHT, to: 8.64e15 };
  const definition: DatasetDefinition = { ...readBy(strict), grid: 1 };
  const [object] = await objectsOfWindow(world.db, definition, {
    window: { from: MIDNIGHT, to: MIDNIGHT + DAY },
    after: 0,
    upTo: 1_000_000_000,
    since: 0,
    most: 1,
    sentFeeds: [],
  });
  await savePage(lake, order.id, { round: 1, batch: 0 }, [object!]);
  const shell = shellFor(order.id);
  const replay: Replay = { shell, steps: {} as Steps, order: { ...order, ...window }, definition };
  const batch = { round: 1, number: 0, before: 0, total: 1 };
  expect(await readBatch(replay, batch)).toEqual({ fallen: [] });
  expect(await builtBatch(replay, batch, { fallen: new Set() })).toMatchObject({ objects: 1, rows: 3, duplicates: 1 });
  expect((await left()).rows).toBe(2);
  await owner.query('TRUNCATE replay.consumption, replay.revision');
});
