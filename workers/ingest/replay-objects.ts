// The raw objects that a replay reads: which of them, whether they are all there and can be understood, and the list of them between its steps.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant } from '../../data/time.ts';
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { feedOf } from './catalogue.ts';
import { workPrefix } from './lake.ts';
import { PUSH_FEED, UPLOAD_FEED } from './run-order.ts';

/** What people and programs sent: no feed of a dataset brings it, and its run asked for no window. */
export const SENT_FEEDS: readonly string[] = [PUSH_FEED, UPLOAD_FEED];

const MAX_NAMED = 3;

/** Whether somebody still knows how to read it. */
export function isKnown(definition: DatasetDefinition, { feed, source }: Pick<ReplayedObject, 'feed' | 'source'>) {
  if (SENT_FEEDS.includes(feed)) return true;
  return feedOf(definition, feed)?.alternatives.some(({ id }) => id === source) ?? false;
}

/** A sentence when rows of the window came from a feed or source that is gone; null when none did. */
export function whyUnreadable(definition: DatasetDefinition, objects: readonly ReplayedObject[]): string | null {
  // What gave the window no row is not missed.
  const lost = objects.filter((object) => object.isHere && !isKnown(definition, object));
  const [first] = lost;
  if (!first) return null;
  const names = [...new Set(lost.map(({ feed, source }) => `${feed}/${source}`))];
  const [from, to] = [Math.min(...lost.map(firstOf)), Math.max(...lost.map(lastOf))];
  const elsewhere = Number.isFinite(to)
    ? `, or ask for a window without their rows (${formatInstant(from)} to ${formatInstant(to)})`
    : '';
  return (
    `${lost.length} raw objects with rows of this window (${first.lakeKey} is the first) came from ${some(names)}, ` +
    `which ${definition.id} does not have any more: nothing was changed. ` +
    `Declare it again under its old name${elsewhere}`
  );
}

const firstOf = ({ firstAt }: ReplayedObject): number => firstAt ?? Number.NEGATIVE_INFINITY;
const lastOf = ({ lastAt }: ReplayedObject): number => lastAt ?? Number.POSITIVE_INFINITY;

/** A sentence when some of them are not there; null when all are. R2 lists a thousand keys at once: asking for each would cost a request each. */
export async function whyNotInLake(lake: R2Bucket, objects: readonly ReplayedObject[]): Promise<string | null> {
  const there = new Set<string>();
  const days = new Set(objects.map(({ lakeKey }) => lakeKey.split('/').slice(0, 3).join('/')));
  for (const day of days) {
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await lake.list({ prefix: `${day}/`, ...(cursor !== undefined && { cursor }) });
      for (const { key } of page.objects) there.add(key);
      more = page.truncated;
      if (page.truncated) cursor = page.cursor;
    }
  }
  const missing = objects.filter(({ lakeKey }) => !there.has(lakeKey)).map(({ lakeKey }) => lakeKey);
  if (missing.length === 0) return null;
  return `${missing.length} of ${objects.length} raw objects are not in the lake (${some(missing)}): nothing was changed`;
}

function some(names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return `${names.slice(0, MAX_NAMED).join(', ')}${more}`;
}

/** By one step. */
export const OBJECTS_AT_ONCE = 40;

/** Some of the listed objects, as many as one step deals with. */
export interface Batch {
  readonly round: number;
  readonly number: number;
  /** How many were listed in this round. */
  readonly total: number;
}

const keyOf = (run: string, { round, number }: Pick<Batch, 'round' | 'number'>): string =>
  `${workPrefix(run)}objects-${round}-${number}`;

/** Each batch by itself: a year of quarters is a list that no step wants to read whole. */
export async function saveObjects(
  lake: R2Bucket,
  run: string,
  round: number,
  objects: readonly ReplayedObject[],
): Promise<void> {
  for (let number = 0; number * OBJECTS_AT_ONCE < objects.length; number++) {
    const some = objects.slice(number * OBJECTS_AT_ONCE, (number + 1) * OBJECTS_AT_ONCE);
    await lake.put(keyOf(run, { round, number }), JSON.stringify(some));
  }
}

export async function savedObjects(lake: R2Bucket, run: string, batch: Batch): Promise<readonly ReplayedObject[]> {
  const saved = await lake.get(keyOf(run, batch));
  if (!saved) throw new Error(`${keyOf(run, batch)} is gone: start the replay again`);
  const objects: ReplayedObject[] = JSON.parse(await saved.text());
  return objects;
}
