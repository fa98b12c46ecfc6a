// For tests of a replay: a lake and a database of meters whose answers are lines, and replays of them step by step.
import type { WorkflowStep } from 'cloudflare:workers';
import pg from 'pg';
import { consumption } from '../../../data/consumption/dataset.ts';
import { type DatasetDefinition, type Parsed, type Row, ShapeError } from '../../../data/dataset.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../data/time.ts';
import { testWorld } from '../../../db/local/test-world.ts';
import { loadRows } from '../../../db/queries/load-rows.ts';
import { recordRawObject } from '../../../db/queries/raw-objects.ts';
import { createRun } from '../../../db/queries/runs.ts';
import { logger } from '../../mesh/log.ts';
import { ingestReplay, type Replay } from '../replay.ts';
import type { Shell } from '../shell.ts';
import { stepsOf } from '../steps.ts';

export const NOON = Date.parse('2026-03-10T12:00:00Z');
export const MIDNIGHT = NOON - 12 * HOUR;

/** A line is `12:15 50000`. What is none is refused: a word for a number is a reject, an answer that begins with < is nobody's. */
export async function* strict(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  for (const line of (await textOf(lines)).split('\n')) {
    if (line.startsWith('<')) throw new ShapeError('got a page, want lines');
    const [clock = '', load = ''] = line.split(' ');
    if (Number.isNaN(Number(load))) yield { reject: { where: clock, reason: 'load: got a word', fragment: line } };
    else yield measured(clock, Number(load));
  }
}
/** What somebody made of it later: `about` is no fault, nor is a page. */
export async function* mended(lines: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
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
export const measured = (clock: string, load_mw: number): Row => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return { area: 'FR', at: MIDNIGHT + hour * HOUR + minute * MINUTE, quality: 'real time', load_mw };
};
export const readBy = (parse: typeof strict): DatasetDefinition => ({
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

/** The bucket of the runtime, as far as a replay needs one. */
const lakeOf = (bytes: Map<string, string>) =>
  ({
    put: async (key: string, text: string) => void bytes.set(key, text),
    get: async (key: string) => {
      const text = bytes.get(key);
      return text === undefined ? null : { text: async () => text, size: text.length, body: new Blob([text]).stream() };
    },
    list: async ({ prefix }: { prefix: string }) => ({
      objects: [...bytes.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
      truncated: false,
    }),
  }) as unknown as R2Bucket;

/** Each step once: what the runtime does beyond that is tried in tests/mesh. */
const eachOnce = (taken: string[], before: (step: string) => Promise<void>) =>
  ({
    do: async (name: string, _config: unknown, work: (context: { attempt: number }) => Promise<unknown>) => {
      taken.push(name);
      await before(name);
      return work({ attempt: 1 });
    },
  }) as unknown as WorkflowStep;

export type Meters = Awaited<ReturnType<typeof startMeters>>;

export async function startMeters() {
  const world = await testWorld('consumption');
  const owner = new pg.Client({ connectionString: world.database.ownerUrl });
  await owner.connect();
  const bytes = new Map<string, string>();
  const lake = lakeOf(bytes);

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
    const taken: string[] = [];
    const [shell, asked] = [shellFor(id), { ...order, from, to }];
    const steps = stepsOf(shell, asked, eachOnce(taken, before));
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

  return {
    db: world.db,
    owner,
    bytes,
    lake,
    came,
    shellFor,
    replayed,
    loads,
    left,
    clear: () => owner.query('TRUNCATE consumption, revision, reject, load_receipt, raw_object CASCADE'),
    async stop() {
      await owner.end();
      await world.database.drop();
    },
  };
}
