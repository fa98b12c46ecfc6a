// The list of the raw objects that a replay reads, made page by page: each page is checked and kept by a step of its own. Reads no object.
import { newestObject, objectsOfWindow } from '../../db/queries/replays.ts';
import type { Replay, Step } from './replay.ts';
import { OBJECTS_OF_PAGE, savePage } from './replay-batches.ts';
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
 * Over a year of the national load, whose feeds bring 288 a day. A Workflow stops at 10,000 steps: so many objects take 150
 * to be listed and 7,500 to be read and built, and what is left settles 200 million rows.
 */
const MAX_OBJECTS = 150_000;

export interface Listed {
  /** All that were recorded up to this one, and after that of the round before. */
  readonly newest: number;
  readonly total: number;
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
  for (let page = 0, isFull = true; isFull; page++) {
    if (total === MAX_OBJECTS)
      return { why: `this window was made of ${MAX_OBJECTS} raw objects or more, want fewer: replay it in pieces` };
    const since = last;
    const made = await step('extract', `extract ${round} ${page}`, () =>
      listedPage(replay, { round, page, after, upTo: newest, since }),
    );
    if (!made.ok) return { why: made.why };
    const { count, absent } = made.value;
    total += count;
    last = made.value.last;
    orphans = withMore(orphans, made.value.orphans);
    missing += absent.count;
    missed.push(...absent.some);
    isFull = count === OBJECTS_OF_PAGE;
  }
  if (orphans) return { why: whyUnreadable(definition, orphans) };
  if (missing > 0)
    return {
      why: `${missing} of ${total} raw objects are not in the lake (${named(missed, missing)}): nothing was changed`,
    };
  return { newest, total };
}

interface Page {
  readonly count: number;
  /** The id of the last one. */
  readonly last: number;
  readonly orphans: Orphans | null;
  readonly absent: { readonly count: number; readonly some: readonly string[] };
}

async function listedPage(
  { shell, order, definition }: Replay,
  {
    round,
    page,
    ...ids
  }: {
    readonly round: number;
    readonly page: number;
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
  await savePage(shell.lake, order.id, { round, page }, objects);
  return {
    count: objects.length,
    last: objects.at(-1)?.id ?? ids.since,
    orphans: orphansOf(definition, objects),
    absent: { count: absent.length, some: absent.slice(0, MAX_NAMED) },
  };
}
