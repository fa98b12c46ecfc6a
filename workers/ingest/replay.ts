// A run that asks no source: the window is made again from the raw objects in the lake, beside the facts, and then takes their place.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { beginBuilding, endBuilding } from '../../db/queries/replays.ts';
import { builtBatch } from './replay-build.ts';
import { listed } from './replay-list.ts';
import { readBatch } from './replay-read.ts';
import { nothingSettled, settledPieces } from './replay-settle.ts';
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

/** In a row, without one piece. New objects come every few minutes; catching up with them takes seconds. */
const MAX_ROUNDS_IN_VAIN = 20;

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
  let settled = nothingSettled(order);
  for (let round = 1, inVain = 0; inVain < MAX_ROUNDS_IN_VAIN; round++) {
    const built = await builtRound(replay, { round, after: newest, step });
    if ('why' in built) return built;
    newest = built.newest;
    tally = together(tally, built.tally);
    const { until } = settled;
    const next = await settledPieces(replay, { newest, round, settled, step });
    if ('why' in next) return next;
    if (!next.isBehind) {
      shell.log.info('replayed', { run: order.id, objects: tally.objects, rows: tally.rows, ...next.counts });
      return { loaded: loadedOf(tally, next.counts) };
    }
    settled = next;
    inVain = next.until > until ? 0 : inVain + 1;
  }
  return {
    why: `new raw objects came before a day could be settled, ${MAX_ROUNDS_IN_VAIN} times in a row: start it again later`,
  };
}

/**
 * All objects are read before the first is built: which of them fell is known of all that came with them. Those of one
 * answer are recorded within a moment; should a round end in that moment, the next replay is the one that judges them together.
 */
async function builtRound(
  replay: Replay,
  { round, after, step }: { readonly round: number; readonly after: number; readonly step: Step },
): Promise<{ readonly newest: number; readonly tally: Tally } | { readonly why: string }> {
  const list = await listed(replay, { round, after, step });
  if ('why' in list) return list;
  const { newest, batches } = list;

  const fallen = new Set<string>();
  for (const batch of batches) {
    const reading = await step('parse', `read ${round} ${batch.number}`, () => readBatch(replay, batch));
    if (!reading.ok) return reading;
    if ('why' in reading.value) return { why: reading.value.why };
    for (const siblings of reading.value.fallen) fallen.add(siblings);
  }
  let tally = NOTHING_BUILT;
  for (const batch of batches) {
    const built = await step('load', `build ${round} ${batch.number}`, () => builtBatch(replay, batch, { fallen }));
    if (!built.ok) return built;
    tally = together(tally, built.value);
  }
  return { newest, tally };
}
