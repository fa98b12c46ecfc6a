// Some objects of a replay that were read, checked and loaded in the order of their fetching into the tables beside the facts. Touches no fact.
import { load } from './load.ts';
import { progressOf } from './progress.ts';
import type { Replay } from './replay.ts';
import { type Batch, OBJECTS_AT_ONCE, savedObjects } from './replay-objects.ts';
import { type ReadObject, siblingsOf, silent, workOfObject } from './replay-read.ts';
import { NOTHING_BUILT, type Tally, together } from './replay-tally.ts';
import { validate } from './validate.ts';

/**
 * An answer that nobody could read is left out again, and with it the others of the same source and run of which no row
 * was loaded: they stood and fell together. A mended parser reads them all.
 */
export async function builtBatch(
  replay: Replay,
  batch: Batch,
  { objects, fallen }: { readonly objects: readonly ReadObject[]; readonly fallen: ReadonlySet<string> },
): Promise<Tally> {
  const { shell, order, definition } = replay;
  const progress = progressOf(shell, order);
  const saved = new Map((await savedObjects(shell.lake, order.id, batch)).map((object) => [object.id, object]));
  let tally = NOTHING_BUILT;
  for (const [index, { id, chunks: chunkCount, rejectObjects, rows, rejects, warnings }] of objects.entries()) {
    await progress({ unit: 'objects', done: batch.number * OBJECTS_AT_ONCE + index, total: batch.total });
    const object = saved.get(id);
    if (!object) throw new Error(`raw object ${id} was read and is not in the list: start the replay again`);
    if (!object.wasLoaded && fallen.has(siblingsOf(object))) continue;
    const work = workOfObject(replay, id);
    const checked = await validate({
      definition,
      feed: { columns: [], window: 0 },
      window: { from: order.from, to: order.to },
      fetchedAt: object.fetchedAt,
      work,
      chunkCount,
      parsedRejectObjects: rejectObjects,
      usual: { usual: null },
    });
    await load({
      db: shell.db,
      run: order.id,
      definition,
      raws: [{ id, fetchedAt: object.fetchedAt }],
      chunks: checked.chunks,
      // They stand already, with the run that met them first.
      rejectObjects: { parsed: 0, checked: 0 },
      work,
      rows,
      progress: silent,
      schema: 'replay',
    });
    const { rejects: refused, duplicates, reasons } = checked;
    tally = together(tally, { objects: 1, rows, rejects, refused, duplicates, reasons, warnings });
  }
  return tally;
}
