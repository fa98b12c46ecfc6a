// A run that asks no source: the window is made again from the raw objects in the lake, beside the facts, and then takes their place at once.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, slices, type TimeWindow } from '../../data/time.ts';
import {
  beginBuilding,
  endBuilding,
  newestObject,
  objectsOfWindow,
  type Settlement,
  settle,
} from '../../db/queries/replays.ts';
import { rebuilt } from './replay-build.ts';
import { objectsInLake, saveObjects } from './replay-objects.ts';
import type { SliceOutcome, StepName } from './report.ts';
import { REPLAY_FEED, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import type { Done, Steps } from './steps.ts';
import type { Validation } from './validate.ts';

export interface Replay {
  readonly shell: Shell;
  readonly order: RunOrder;
  readonly steps: Steps;
  readonly definition: DatasetDefinition;
}

/** Each is one transaction, in which loads of the dataset wait. */
const SETTLED_AT_ONCE = 366 * DAY;
/** New objects come every quarter of an hour; catching up with them takes seconds. */
const MAX_ROUNDS = 20;
const OBJECTS_PER_STEP = 40;

export async function ingestReplay(replay: Replay): Promise<SliceOutcome> {
  const { shell, order, steps, definition } = replay;
  const window = { from: order.from, to: order.to };
  const milliseconds: Partial<Record<StepName, number>> = {};
  const failed = (reason: string): SliceOutcome => ({
    window,
    failovers: [{ source: REPLAY_FEED, reason }],
    milliseconds,
  });
  const step: Step = async (kind, name, work) => {
    const done = await steps.do(name, shell.steps.storing, work);
    milliseconds[kind] = (milliseconds[kind] ?? 0) + done.milliseconds;
    return done;
  };

  let newest = 0;
  let total = { objects: 0, rows: 0, rejects: 0 };
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const after = newest;
    const listed = await step('extract', `extract ${round}`, async () => {
      const found = await newestObject(shell.db, definition.id);
      const objects = await objectsOfWindow(shell.db, definition, { window, after });
      // Before anything is built, let alone replaced.
      const why = await objectsInLake(shell.lake, definition, objects);
      if (why === null) await saveObjects(shell.lake, order.id, round, objects);
      return { newest: found, objects: objects.length, why };
    });
    if (!listed.ok) return failed(listed.why);
    if (listed.value.why !== null) return failed(listed.value.why);
    if (round === 1) {
      const begun = await step('load', 'begin', async () => {
        await beginBuilding(shell.db, definition, order.id);
        return null;
      });
      if (!begun.ok) return failed(begun.why);
    }
    for (let first = 0; first < listed.value.objects; first += OBJECTS_PER_STEP) {
      const built = await step('parse', `build ${round} ${first}`, () =>
        rebuilt(replay, { round, first, count: OBJECTS_PER_STEP }),
      );
      if (!built.ok) return failed(built.why);
      if ('why' in built.value) return failed(built.value.why);
      total = {
        objects: total.objects + built.value.objects,
        rows: total.rows + built.value.rows,
        rejects: total.rejects + built.value.rejects,
      };
    }
    newest = listed.value.newest;
    const settled = await settledPieces(replay, window, { newest, round, step });
    if ('why' in settled) return failed(settled.why);
    if (settled.unread > 0) continue;
    const ended = await step('load', 'end', async () => {
      await endBuilding(shell.db, definition, order.id);
      return null;
    });
    if (!ended.ok) return failed(ended.why);
    shell.log.info('replayed', { run: order.id, ...total, ...settled });
    const { inserted, updated, removed, unchanged } = settled;
    return {
      window,
      failovers: [],
      milliseconds,
      loaded: {
        source: REPLAY_FEED,
        lakeKeys: [],
        rows: total.rows,
        rejects: total.rejects,
        warnings: removed > 0 ? { 'rows that no raw object gives were removed': removed } : {},
        validation: NOTHING_JUDGED,
        counts: { inserted, updated, unchanged, outranked: 0 },
      },
    };
  }
  return failed(`new raw objects came faster than they could be read, ${MAX_ROUNDS} times: start it again later`);
}

type Step = <T extends Rpc.Serializable<T>>(kind: StepName, name: string, work: () => Promise<T>) => Promise<Done<T>>;

/** Stops at the first piece that finds new raw objects: what came before it is right already, and stays so. */
async function settledPieces(
  { shell, order, definition }: Replay,
  window: TimeWindow,
  { newest, round, step }: { readonly newest: number; readonly round: number; readonly step: Step },
): Promise<Settlement | { readonly why: string }> {
  let total: Settlement = { unread: 0, inserted: 0, updated: 0, removed: 0, unchanged: 0, revisions: 0 };
  const pieces = definition.timeColumn === undefined ? [window] : slices(window, SETTLED_AT_ONCE);
  for (const [index, piece] of pieces.entries()) {
    const done = await step('load', `settle ${round} ${index}`, async () => ({
      ...(await settle(shell.db, definition, { run: order.id, window: piece, newest, dry: order.dry ?? false })),
    }));
    if (!done.ok) return { why: done.why };
    const { unread, ...counts } = done.value;
    // A dry run is content with what it has read.
    if (unread > 0 && !order.dry) return { ...total, unread };
    total = {
      unread: 0,
      inserted: total.inserted + counts.inserted,
      updated: total.updated + counts.updated,
      removed: total.removed + counts.removed,
      unchanged: total.unchanged + counts.unchanged,
      revisions: total.revisions + counts.revisions,
    };
  }
  return total;
}

/** What is rebuilt was judged when it came. */
const NOTHING_JUDGED: Validation = {
  rejects: 0,
  rejectObjects: 0,
  duplicates: 0,
  reasons: {},
  cleaned: [],
  anomalies: { rules: [], first: [], outOfOrder: 0 },
  distributions: [],
  chunks: [],
  completeness: null,
};
