// Some objects of a replay that were read, checked and loaded in the order of their fetching into the tables beside the facts. Touches no fact.
import { load } from './load.ts';
import { progressOf } from './progress.ts';
import type { Replay } from './replay.ts';
import { type Batch, positionOf, savedRead } from './replay-batches.ts';
import { siblingsOf, silent, workOfObject } from './replay-read.ts';
import { NOTHING_BUILT, type Tally, together } from './replay-tally.ts';
import { validate } from './validate.ts';

/**
 * An answer that nobody could read is left out again, and with it the others of the same source and run of which no row
 * was loaded: they stood and fell together. A mended parser reads them all.
 */
export async function builtBatch(
  replay: Replay,
  batch: Batch,
  { fallen }: { readonly fallen: ReadonlySet<string> },
): Promise<Tally> {
  const { shell, order, definition } = replay;
  const progress = progressOf(shell, order);
  let tally = NOTHING_BUILT;
  for (const [index, object] of (await savedRead(shell.lake, order.id, batch)).entries()) {
    await progress({ unit: 'objects', done: positionOf(batch, index), total: batch.total });
    if (!object.wasLoaded && fallen.has(siblingsOf(object))) continue;
    const { id, fetchedAt, chunks, rejectObjects, rows, rejects, warnings } = object;
    const work = workOfObject(replay, id);
    const checked = await validate({
      definition,
      feed: { columns: [], window: 0 },
      // Nothing is expected of it: what is missing was judged when it came, and a grid of years would be one for each object.
      window: { from: order.from, to: order.from },
      fetchedAt,
      work,
      chunkCount: chunks,
      parsedRejectObjects: rejectObjects,
      usual: { usual: null },
    });
    await load({
      db: shell.db,
      run: order.id,
      definition,
      raws: [{ id, fetchedAt }],
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
