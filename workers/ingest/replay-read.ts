// Some raw objects of a replay, parsed as they were parsed when they came. Asks nobody, and writes nothing but what the steps that follow need.
import type { DatasetDefinition, Parsed, Row, Source } from '../../data/dataset.ts';
import { columnsOfPush, pushSource } from '../../data/push.ts';
import type { TimeWindow } from '../../data/time.ts';
import { columnsOfUpload, uploadSource } from '../../data/upload.ts';
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { uploadOf } from '../../db/queries/uploads.ts';
import { feedOf } from './catalogue.ts';
import { parse } from './parse.ts';
import { vaultOf } from './privacy/vault.ts';
import { type Progress, progressOf } from './progress.ts';
import type { Replay } from './replay.ts';
import { type Batch, positionOf, type ReadObject, savedObjects, saveRead } from './replay-batches.ts';
import { isKnown } from './replay-objects.ts';
import { PUSH_FEED, UPLOAD_FEED } from './run-order.ts';
import { workOf } from './work.ts';

export type Reading =
  /** Siblings of whom one could not be read. */
  { readonly fallen: readonly string[] } | { readonly why: string };

/** Objects that came as one answer: of one run, from one source. */
export const siblingsOf = ({ run, source }: ReplayedObject): string => `${run}/${source}`;

export const workOfObject = ({ shell, order }: Replay, id: number) => workOf(shell.lake, order.id, `build/${id}`);

export async function readBatch(replay: Replay, batch: Batch): Promise<Reading> {
  const { shell, order, definition } = replay;
  const progress = progressOf(shell, order);
  const read: ReadObject[] = [];
  const fallen = new Set<string>();
  for (const [index, object] of (await savedObjects(shell.lake, order.id, batch)).entries()) {
    await progress({ unit: 'objects', done: positionOf(batch, index), total: batch.total });
    // It gave the window no row, or the replay would not have begun.
    if (!isKnown(definition, object)) continue;
    const { source, columnsOf } = await readerOf(replay, object);
    const parsing = await parse({
      lake: shell.lake,
      vault: vaultOf(shell, definition),
      lakeKeys: [object.lakeKey],
      source: within(definition, order, source),
      definition,
      columnsOf,
      work: workOfObject(replay, object.id),
      progress: silent,
    });
    if (parsing.kind === 'parsed') {
      const { chunks, rejectObjects, rows, rejects, warnings } = parsing;
      read.push({ ...object, chunks, rejectObjects, rows, rejects, warnings });
      continue;
    }
    if (object.isHere)
      return {
        why: `${object.lakeKey} could be read once and cannot any more: ${parsing.why}; what is not rebuilt stays as it was`,
      };
    fallen.add(siblingsOf(object));
  }
  await saveRead(shell.lake, order.id, batch, read);
  return { fallen: [...fallen] };
}

export const silent: Progress = async () => {};

async function readerOf(
  { shell, definition }: Replay,
  object: ReplayedObject,
): Promise<{ readonly source: Source; readonly columnsOf: (row: Row) => readonly string[] }> {
  if (object.feed === PUSH_FEED) return { source: pushSource(definition), columnsOf: columnsOfPush(definition) };
  if (object.feed === UPLOAD_FEED) {
    const found = await uploadOf(shell.db, object.run);
    if (!found) throw new Error(`run ${object.run} loaded a file, and nobody knows which`);
    return { source: uploadSource(definition, found.upload), columnsOf: columnsOfUpload(definition) };
  }
  const feed = feedOf(definition, object.feed);
  const source = feed?.alternatives.find(({ id }) => id === object.source);
  if (!feed || !source) throw new Error(`${definition.id} has no source ${object.feed}/${object.source}`);
  return { source, columnsOf: () => feed.columns };
}

/** Rows of another time than the window are nobody's business here. */
function within({ timeColumn }: DatasetDefinition, { from, to }: TimeWindow, source: Source): Pick<Source, 'parse'> {
  if (timeColumn === undefined) return source;
  const isOutside = (one: Parsed): boolean => {
    const at = 'quality' in one ? one[timeColumn] : undefined;
    return typeof at === 'number' && (at < from || at >= to);
  };
  return {
    async *parse(bytes) {
      for await (const one of source.parse(bytes)) if (!isOutside(one)) yield one;
    },
  };
}
