// A run that asks no source: the window is made again from the raw objects in the lake, beside the facts, and then takes their place.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { beginBuilding, endBuilding, newestObject, objectsOfWindow } from '../../db/queries/replays.ts';
import { builtBatch } from './replay-build.ts';
import {
  type Batch,
  isKnown,
  OBJECTS_AT_ONCE,
  SENT_FEEDS,
  saveObjects,
  whyNotInLake,
  whyUnreadable,
} from './replay-objects.ts';
import { type ReadObject, readBatch } from './replay-read.ts';
import { settledPieces } from './replay-settle.ts';
import { loadedOf, NOTHING_BUILT, type Tally, together } from './replay-tally.ts';
import { REPLAY_FEED, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import type { SliceOutcome, StepName } from './slice-outcome.ts';
import type { Done, Steps } from './steps.ts';

export interface Replay {
  readonly shell: Shell;
  readonly order: RunOrder;
  readonly steps: Steps;
  readonly definition: DatasetDefinition;
}

/** A step of the run, whose time counts as that of `kind`. */
export type Step = <T extends Rpc.Serializable<T>>(
  kind: StepName,
  name: string,
  work: () => Promise<T>,
) => Promise<Done<T>>;

/** New objects come every quarter of an hour; catching up with them takes seconds. */
const MAX_ROUNDS = 20;

export async function ingestReplay(replay: Replay): Promise<SliceOutcome> {
  const { shell, order, steps, definition } = replay;
  const milliseconds: Partial<Record<StepName, number>> = {};
  const step: Step = async (kind, name, work) => {
    const done = await steps.do(name, shell.steps.storing, work);
    milliseconds[kind] = (milliseconds[kind] ?? 0) + done.milliseconds;
    return done;
  };
  const outcome = await replayed(replay, step);
  // A copy of facts, of persons too: nobody needs it, whatever came of the run.
  const cleared = await step('load', 'clear', async () => {
    await endBuilding(shell.db, definition);
    return null;
  });
  const whys = [
    ...('why' in outcome ? [outcome.why] : []),
    ...(cleared.ok ? [] : [`what it had built could not be removed: ${cleared.why}`]),
  ];
  return {
    window: { from: order.from, to: order.to },
    failovers: whys.map((reason) => ({ source: REPLAY_FEED, reason })),
    milliseconds,
    ...('loaded' in outcome && cleared.ok && { loaded: outcome.loaded }),
  };
}

async function replayed(
  replay: Replay,
  step: Step,
): Promise<{ readonly loaded: NonNullable<SliceOutcome['loaded']> } | { readonly why: string }> {
  const { shell, order, definition } = replay;
  const begun = await step('load', 'begin', async () => {
    await beginBuilding(shell.db, definition, order.id);
    return null;
  });
  if (!begun.ok) return begun;
  let newest = 0;
  let tally = NOTHING_BUILT;
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const built = await builtRound(replay, { round, after: newest, step });
    if ('why' in built) return built;
    newest = built.newest;
    tally = together(tally, built.tally);
    const settled = await settledPieces(replay, { newest, round, step });
    if ('why' in settled) return settled;
    if ('isBehind' in settled) continue;
    shell.log.info('replayed', { run: order.id, objects: tally.objects, rows: tally.rows, ...settled });
    return { loaded: loadedOf(tally, settled) };
  }
  return { why: `new raw objects came faster than they could be read, ${MAX_ROUNDS} times: start it again later` };
}

/**
 * All objects are read before the first is built: which of them fell is known of all that came with them. Those of one
 * answer are recorded within a moment; should a round end in that moment, the next replay is the one that judges them together.
 */
async function builtRound(
  replay: Replay,
  { round, after, step }: { readonly round: number; readonly after: number; readonly step: Step },
): Promise<{ readonly newest: number; readonly tally: Tally } | { readonly why: string }> {
  const { shell, order, definition } = replay;
  const listed = await step('extract', `extract ${round}`, async () => {
    const newest = await newestObject(shell.db, definition.id);
    const found = await objectsOfWindow(shell.db, definition, { window: order, after, sentFeeds: SENT_FEEDS });
    // Before anything is built, let alone replaced.
    const objects = found.filter((object) => isKnown(definition, object));
    const why = whyUnreadable(definition, found) ?? (await whyNotInLake(shell.lake, objects));
    if (why === null) await saveObjects(shell.lake, order.id, round, objects);
    return { newest, count: objects.length, why };
  });
  if (!listed.ok) return listed;
  if (listed.value.why !== null) return { why: listed.value.why };
  const { newest, count: total } = listed.value;

  const read: { readonly batch: Batch; readonly objects: readonly ReadObject[] }[] = [];
  const fallen = new Set<string>();
  for (let number = 0; number * OBJECTS_AT_ONCE < total; number++) {
    const batch = { round, number, total };
    const reading = await step('parse', `read ${round} ${number}`, () => readBatch(replay, batch));
    if (!reading.ok) return reading;
    if ('why' in reading.value) return { why: reading.value.why };
    read.push({ batch, objects: reading.value.objects });
    for (const siblings of reading.value.fallen) fallen.add(siblings);
  }
  let tally = NOTHING_BUILT;
  for (const { batch, objects } of read) {
    const built = await step('load', `build ${round} ${batch.number}`, () =>
      builtBatch(replay, batch, { objects, fallen }),
    );
    if (!built.ok) return built;
    tally = together(tally, built.value);
  }
  return { newest, tally };
}
