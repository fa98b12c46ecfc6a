// Some raw objects of a replay, read as they were read when they came, into the tables beside the facts. Asks nobody, and touches no fact.
import type { DatasetDefinition, Parsed, Row, Source } from '../../data/dataset.ts';
import { columnsOfPush, PUSH_SOURCE, pushSource } from '../../data/push.ts';
import type { TimeWindow } from '../../data/time.ts';
import { columnsOfUpload, UPLOAD_SOURCE, uploadSource } from '../../data/upload.ts';
import type { ReplayedObject } from '../../db/queries/replays.ts';
import { uploadOf } from '../../db/queries/uploads.ts';
import { feedOf } from './catalogue.ts';
import { load } from './load.ts';
import { parse } from './parse.ts';
import { vaultOf } from './privacy/vault.ts';
import { type Progress, progressOf } from './progress.ts';
import type { Replay } from './replay.ts';
import { savedObjects } from './replay-objects.ts';
import { validate } from './validate.ts';
import { type Work, workOf } from './work.ts';

export type Built =
  | { readonly objects: number; readonly rows: number; readonly rejects: number }
  | { readonly why: string };

type Parsing = Awaited<ReturnType<typeof parse>>;
interface Read {
  readonly object: ReplayedObject;
  readonly parsing: Parsing;
  readonly work: Work;
}

export async function rebuilt(
  { shell, order, definition }: Replay,
  { round, first, count }: { readonly round: number; readonly first: number; readonly count: number },
): Promise<Built> {
  const { db, lake } = shell;
  const all = await savedObjects(lake, order.id, round);
  const progress = progressOf(shell, order);
  const window = { from: order.from, to: order.to };
  const reads: Read[] = [];
  for (const [index, object] of all.slice(first, first + count).entries()) {
    await progress({ unit: 'objects', done: first + index, total: all.length });
    const { source, columnsOf } = await readerOf(shell, definition, object);
    const work = workOf(lake, order.id, `build/${object.id}`);
    const parsing = await parse({
      lake,
      vault: vaultOf(shell, definition),
      lakeKeys: [object.lakeKey],
      source: within(definition, window, source),
      definition,
      columnsOf,
      work,
      progress: silent,
    });
    if (parsing.kind === 'failed' && object.wasLoaded)
      return { why: `${object.lakeKey} could be read once and cannot any more: ${parsing.why}; nothing was changed` };
    reads.push({ object, parsing, work });
  }
  const total = { objects: 0, rows: 0, rejects: 0 };
  for (const { object, parsing, work } of taken(reads)) {
    const { chunks, rejects } = await validate({
      definition,
      feed: { columns: [], window: 0 },
      window,
      fetchedAt: object.fetchedAt,
      work,
      chunkCount: parsing.chunks,
      parsedRejectObjects: 0,
      usual: { usual: null },
    });
    await load({
      db,
      run: order.id,
      definition,
      raws: [{ id: object.id, fetchedAt: object.fetchedAt }],
      chunks,
      rejectObjects: { parsed: 0, checked: 0 },
      work,
      rows: parsing.rows,
      progress: silent,
      schema: 'replay',
    });
    total.objects++;
    total.rows += parsing.rows;
    total.rejects += parsing.rejects + rejects;
  }
  return total;
}

const silent: Progress = async () => {};

/**
 * An answer that nobody could read is left out again, and with it the others of the same source and run of which no row
 * was loaded: they stood and fell together. A mended parser reads them all.
 */
function taken(reads: readonly Read[]) {
  const siblings = ({ object }: Read): string => `${object.run}/${object.source}`;
  const fallen = new Set(reads.filter(({ parsing }) => parsing.kind === 'failed').map(siblings));
  return reads.flatMap((read) => {
    const { object, parsing, work } = read;
    if (parsing.kind === 'failed' || (!object.wasLoaded && fallen.has(siblings(read)))) return [];
    return [{ object, parsing, work }];
  });
}

async function readerOf(
  { db }: Replay['shell'],
  definition: DatasetDefinition,
  object: ReplayedObject,
): Promise<{ readonly source: Source; readonly columnsOf: (row: Row) => readonly string[] }> {
  if (object.source === PUSH_SOURCE) return { source: pushSource(definition), columnsOf: columnsOfPush(definition) };
  if (object.source === UPLOAD_SOURCE) {
    const found = await uploadOf(db, object.run);
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
