// The raw objects that a replay reads: whether somebody still knows how, and whether they are all there. Holds no more of them than it is given.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { formatInstant, type Instant } from '../../data/time.ts';
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { feedOf } from './catalogue.ts';
import { PUSH_FEED, UPLOAD_FEED } from './run-order.ts';

/** What people and programs sent: no feed of a dataset brings it, and its run asked for no window. */
export const SENT_FEEDS: readonly string[] = [PUSH_FEED, UPLOAD_FEED];

export const MAX_NAMED = 3;

/** Whether somebody still knows how to read it. */
export function isKnown(definition: DatasetDefinition, { feed, source }: Pick<ReplayedObject, 'feed' | 'source'>) {
  if (SENT_FEEDS.includes(feed)) return true;
  return feedOf(definition, feed)?.alternatives.some(({ id }) => id === source) ?? false;
}

/** Objects with rows of the window, whose feed or source is gone. */
export interface Orphans {
  readonly count: number;
  /** Where the first of them lies. */
  readonly first: string;
  readonly sources: readonly string[];
  /** Null where rows have no time. */
  readonly rows: { readonly first: Instant; readonly last: Instant } | null;
}

/** What gave the window no row is not missed. */
export const orphansOf = (definition: DatasetDefinition, objects: readonly ReplayedObject[]): Orphans | null =>
  objects
    .filter((object) => object.isHere && !isKnown(definition, object))
    .map(orphan)
    .reduce<Orphans | null>(withMore, null);

const orphan = ({ lakeKey, feed, source, firstAt, lastAt }: ReplayedObject): Orphans => ({
  count: 1,
  first: lakeKey,
  sources: [`${feed}/${source}`],
  rows: firstAt === null || lastAt === null ? null : { first: firstAt, last: lastAt },
});

export function withMore(some: Orphans | null, more: Orphans | null): Orphans | null {
  if (!some || !more) return some ?? more;
  return {
    count: some.count + more.count,
    first: some.first,
    sources: [...new Set([...some.sources, ...more.sources])],
    rows: some.rows &&
      more.rows && {
        first: Math.min(some.rows.first, more.rows.first),
        last: Math.max(some.rows.last, more.rows.last),
      },
  };
}

export function whyUnreadable({ id }: DatasetDefinition, { count, first, sources, rows }: Orphans): string {
  const elsewhere = rows
    ? `, or ask for a window without their rows (${formatInstant(rows.first)} to ${formatInstant(rows.last)})`
    : '';
  return (
    `${count} raw objects with rows of this window (${first} is the first) came from ${named(sources, sources.length)}, ` +
    `which ${id} does not have any more: what is not rebuilt stays as it was. ` +
    `Declare it again under its old name${elsewhere}`
  );
}

/** Where those lie that are not there. R2 lists a thousand keys at once: asking for each would cost a request each. */
export async function absentOf(lake: R2Bucket, objects: readonly ReplayedObject[]): Promise<readonly string[]> {
  const byDay = new Map<string, Set<string>>();
  for (const { lakeKey } of objects) {
    const day = lakeKey.split('/').slice(0, 3).join('/');
    const sought = byDay.get(day) ?? new Set();
    byDay.set(day, sought.add(lakeKey));
  }
  for (const [day, sought] of byDay) {
    for (let cursor: string | undefined, more = true; more && sought.size > 0; ) {
      const page = await lake.list({ prefix: `${day}/`, ...(cursor !== undefined && { cursor }) });
      for (const { key } of page.objects) sought.delete(key);
      more = page.truncated;
      if (page.truncated) cursor = page.cursor;
    }
  }
  return [...byDay.values()].flatMap((left) => [...left]);
}

/** Some of so many. */
export function named(names: readonly string[], count: number): string {
  const shown = names.slice(0, MAX_NAMED);
  return `${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`;
}
