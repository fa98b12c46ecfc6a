// The list of the raw objects that a replay reads, made page by page: each page is checked and kept by a step of its own. Reads no object.
import { newestObject, objectsOfWindow } from '../../db/queries/replays.ts';
import type { Replay, Step } from './replay.ts';
import { type Batch, batchesOf, OBJECTS_OF_PAGE, savePage } from './replay-batches.ts';
import {
  absentOf,
  isKnown,
  MAX_NAMED,
  named,
  type Orphans,
  orphansOf,
  SENT_FEEDS,
  whyUnreadable,
  withMore,
} from './replay-objects.ts';

/**
 * Over a year of the national load, whose feeds bring 288 a day. A Workflow stops at 10,000 steps: so many small objects take 150
 * to be listed and 7,500 to be read and built, and what is left settles 200 million rows, or reads and builds 50 GB of large ones.
 */
const MAX_OBJECTS = 150_000;

export interface Listed {
  /** All that were recorded up to this one, and after that of the round before. */
  readonly newest: number;
  readonly batches: readonly Batch[];
}

/**
 * `newest` is asked first, and bounds every page: what is recorded while pages are made, at whatever place in their order, is of the
 * next round as a whole.
 */
export async function listed(
  replay: Replay,
  { round, after, step }: { readonly round: number; readonly after: number; readonly step: Step },
): Promise<Listed | { readonly why: string }> {
  const { shell, definition } = replay;
  const asked = await step('extract', `newest ${round}`, () => newestObject(shell.db, definition.id));
  if (!asked.ok) return { why: asked.why };
  const newest = asked.value;
  let [total, last, missing] = [0, 0, 0];
  let orphans: Orphans | null = null;
  const missed: string[] = [];
  const sizes: number[] = [];
  for (let page = 0, isFull = true; isFull; page++) {
    if (total === MAX_OBJECTS)
      return { why: `this window was made of ${MAX_OBJECTS} raw objects or more, want fewer: replay it in pieces` };
    const [since, batch] = [last, sizes.length];
    const made = await step('extract', `extract ${round} ${page}`, () =>
      listedPage(replay, { round, batch, after, upTo: newest, since }),
    );
    if (!made.ok) return { why: made.why };
    const { absent } = made.value;
    const count = made.value.sizes.reduce((sum, size) => sum + size, 0);
    total += count;
    sizes.push(...made.value.sizes);
    last = made.value.last;
    orphans = withMore(orphans, made.value.orphans);
    missing += absent.count;
    missed.push(...absent.some);
    isFull = count === OBJECTS_OF_PAGE;
  }
  if (orphans) return { why: whyUnreadable(definition, orphans) };
  if (missing > 0)
    return {
      why: `${missing} of ${total} raw objects are not in the lake (${named(missed, missing)}): what is not rebuilt stays as it was`,
    };
  return { newest, batches: batchesOf(round, sizes) };
}

interface Page {
  /** Of each batch. */
  readonly sizes: readonly number[];
  /** The id of the last one. */
  readonly last: number;
  readonly orphans: Orphans | null;
  readonly absent: { readonly count: number; readonly some: readonly string[] };
}

async function listedPage(
  { shell, order, definition }: Replay,
  {
    round,
    batch,
    ...ids
  }: {
    readonly round: number;
    /** The number of the first one of this page. */
    readonly batch: number;
    readonly after: number;
    readonly upTo: number;
    readonly since: number;
  },
): Promise<Page> {
  const objects = await objectsOfWindow(shell.db, definition, {
    window: order,
    sentFeeds: SENT_FEEDS,
    most: OBJECTS_OF_PAGE,
    ...ids,
  });
  const absent = await absentOf(
    shell.lake,
    objects.filter((object) => isKnown(definition, object)),
  );
  return {
    sizes: await savePage(shell.lake, order.id, { round, batch }, objects),
    last: objects.at(-1)?.id ?? ids.since,
    orphans: orphansOf(definition, objects),
    absent: { count: absent.length, some: absent.slice(0, MAX_NAMED) },
  };
}
