// What the steps of a replay hand to one another by way of the lake: objects that are to be read, and what was read of them, a batch each. Never the whole list, and no rows.
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { workPrefix } from './lake.ts';

/** By one step, and what they hold together: a step has minutes. An object that alone holds more has a step to itself. */
const OBJECTS_AT_ONCE = 40;
const BYTES_AT_ONCE = 100_000_000;
/** Listed by one step, and held by it: 300 kB of text. */
export const OBJECTS_OF_PAGE = 1_000;

/** Some of the listed objects, as many as one step deals with. */
export interface Batch {
  readonly round: number;
  readonly number: number;
  /** How many objects of this round are in the batches before it. */
  readonly before: number;
  /** How many objects were listed in this round. */
  readonly total: number;
}

/** `sizes` in order: how many objects each has. */
export function batchesOf(round: number, sizes: readonly number[]): readonly Batch[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  return sizes.map((size, number) => {
    const batch = { round, number, before, total };
    before += size;
    return batch;
  });
}

/** Where an object of a batch stands among all that were listed. */
export const positionOf = ({ before }: Batch, index: number): number => before + index;

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

/** As batches, from the number `batch` on: how many objects each has. */
export async function savePage(
  lake: R2Bucket,
  run: string,
  { round, batch }: { readonly round: number; readonly batch: number },
  objects: readonly ReplayedObject[],
): Promise<readonly number[]> {
  const batches = cut(objects);
  await Promise.all(
    batches.map((some, i) => lake.put(listedKey(run, { round, number: batch + i }), JSON.stringify(some))),
  );
  return batches.map(({ length }) => length);
}

function cut(objects: readonly ReplayedObject[]): readonly (readonly ReplayedObject[])[] {
  const batches: ReplayedObject[][] = [];
  let [batch, bytes]: [ReplayedObject[], number] = [[], 0];
  for (const object of objects) {
    if (batch.length === 0 || batch.length === OBJECTS_AT_ONCE || bytes + object.bytes > BYTES_AT_ONCE) {
      [batch, bytes] = [[], 0];
      batches.push(batch);
    }
    batch.push(object);
    bytes += object.bytes;
  }
  return batches;
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
