// What the steps of a replay hand to one another by way of the lake: objects that are to be read, and what was read of them, a batch each. Never the whole list, and no rows.
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { workPrefix } from './lake.ts';

/** By one step. */
export const OBJECTS_AT_ONCE = 40;
const BATCHES_OF_PAGE = 25;
/** Listed by one step, and held by it: 300 kB of text. */
export const OBJECTS_OF_PAGE = OBJECTS_AT_ONCE * BATCHES_OF_PAGE;

/** Some of the listed objects, as many as one step deals with. */
export interface Batch {
  readonly round: number;
  readonly number: number;
  /** How many objects were listed in this round. */
  readonly total: number;
}

/** Where an object of a batch stands among all that were listed. */
export const positionOf = ({ number }: Batch, index: number): number => number * OBJECTS_AT_ONCE + index;

/** What the chunks of an object hold. */
export interface ReadObject extends ReplayedObject {
  readonly chunks: number;
  readonly rejectObjects: number;
  readonly rows: number;
  readonly rejects: number;
  readonly warnings: Readonly<Record<string, number>>;
}

type Place = Pick<Batch, 'round' | 'number'>;
const listedKey = (run: string, { round, number }: Place) => `${workPrefix(run)}objects-${round}-${number}`;
const readKey = (run: string, { round, number }: Place) => `${workPrefix(run)}read-${round}-${number}`;

/** Every page but the last of a round is full: the number of a batch tells where it is. */
export async function savePage(
  lake: R2Bucket,
  run: string,
  { round, page }: { readonly round: number; readonly page: number },
  objects: readonly ReplayedObject[],
): Promise<void> {
  const starts = Array.from({ length: Math.ceil(objects.length / OBJECTS_AT_ONCE) }, (_, i) => i * OBJECTS_AT_ONCE);
  await Promise.all(
    starts.map((start, i) =>
      lake.put(
        listedKey(run, { round, number: page * BATCHES_OF_PAGE + i }),
        JSON.stringify(objects.slice(start, start + OBJECTS_AT_ONCE)),
      ),
    ),
  );
}

export async function savedObjects(lake: R2Bucket, run: string, batch: Batch): Promise<readonly ReplayedObject[]> {
  const objects: ReplayedObject[] = JSON.parse(await textOf(lake, listedKey(run, batch)));
  return objects;
}

/** Those that could be read. */
export async function saveRead(lake: R2Bucket, run: string, batch: Batch, objects: readonly ReadObject[]) {
  await lake.put(readKey(run, batch), JSON.stringify(objects));
}

export async function savedRead(lake: R2Bucket, run: string, batch: Batch): Promise<readonly ReadObject[]> {
  const objects: ReadObject[] = JSON.parse(await textOf(lake, readKey(run, batch)));
  return objects;
}

async function textOf(lake: R2Bucket, key: string): Promise<string> {
  const saved = await lake.get(key);
  if (!saved) throw new Error(`${key} is gone: start the replay again`);
  return saved.text();
}
