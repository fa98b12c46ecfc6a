// The raw objects that a replay reads: whether they are all there and can be understood, and the list of them between its steps.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { PUSH_SOURCE } from '../../data/push.ts';
import { UPLOAD_SOURCE } from '../../data/upload.ts';
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { feedOf } from './catalogue.ts';
import { workPrefix } from './lake.ts';

const MAX_NAMED = 3;

/** A sentence when some of them cannot be read; null when all can. R2 lists a thousand keys at once: asking for each would cost a request each. */
export async function objectsInLake(
  lake: R2Bucket,
  definition: DatasetDefinition,
  objects: readonly ReplayedObject[],
): Promise<string | null> {
  const orphan = objects.find((object) => !canBeRead(definition, object));
  if (orphan)
    return `${orphan.lakeKey} came from ${orphan.feed}/${orphan.source}, which ${definition.id} does not have any more: nothing was changed`;
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
  const more = missing.length > MAX_NAMED ? ` and ${missing.length - MAX_NAMED} more` : '';
  return `${missing.length} of ${objects.length} raw objects are not in the lake (${missing.slice(0, MAX_NAMED).join(', ')}${more}): nothing was changed`;
}

function canBeRead(definition: DatasetDefinition, { feed, source }: ReplayedObject): boolean {
  if (source === PUSH_SOURCE || source === UPLOAD_SOURCE) return true;
  return feedOf(definition, feed)?.alternatives.some(({ id }) => id === source) ?? false;
}

const keyOf = (run: string, round: number): string => `${workPrefix(run)}objects-${round}`;

export async function saveObjects(
  lake: R2Bucket,
  run: string,
  round: number,
  objects: readonly ReplayedObject[],
): Promise<void> {
  await lake.put(keyOf(run, round), JSON.stringify(objects));
}

export async function savedObjects(lake: R2Bucket, run: string, round: number): Promise<readonly ReplayedObject[]> {
  const saved = await lake.get(keyOf(run, round));
  if (!saved) throw new Error(`${keyOf(run, round)} is gone: start the replay again`);
  const objects: ReplayedObject[] = JSON.parse(await saved.text());
  return objects;
}
