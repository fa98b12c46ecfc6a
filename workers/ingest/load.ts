// Chunks into Postgres, one round trip each. Loading again what was loaded changes nothing, and is not counted again.
import type { DatasetDefinition } from '../../data/dataset.ts';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { addCounts, type LoadCounts, loadRows, NOTHING_LOADED } from '../../db/queries/load-rows.ts';
import { saveRejects } from '../../db/queries/rejects.ts';
import type { Progress } from './progress.ts';
import type { Stage, Work } from './work.ts';

export interface RawReference {
  readonly id: number;
  readonly fetchedAt: Instant;
}

export async function load({
  db,
  run,
  definition,
  raws,
  chunks,
  rejectObjects,
  work,
  rows: expected,
  progress,
  schema = 'public',
}: {
  readonly db: Db;
  readonly run: string;
  readonly definition: DatasetDefinition;
  readonly raws: readonly RawReference[];
  readonly chunks: readonly Stage[];
  readonly rejectObjects: Readonly<Record<Stage, number>>;
  readonly work: Work;
  /** How many there are. */
  readonly rows: number;
  readonly progress: Progress;
  /** Beside the facts, where a replay is built: there nothing is counted. */
  readonly schema?: 'public' | 'replay';
}): Promise<LoadCounts> {
  const rawOf = (object: number): RawReference => {
    const raw = raws[object];
    if (!raw) throw new Error(`chunk of raw object ${object}, but the slice has ${raws.length}`);
    return raw;
  };
  for (const stage of ['parsed', 'checked'] as const) {
    for (let i = 0; i < rejectObjects[stage]; i++) {
      const { object, rejects } = await work.rejects(stage, i);
      await saveRejects(db, run, rawOf(object).id, rejects);
    }
  }
  const read = (index: number) => (index < chunks.length ? work.chunk(chunks[index]!, index) : null);
  let total = NOTHING_LOADED;
  let next = read(0);
  let done = 0;
  for (let index = 0; index < chunks.length; index++) {
    const { object, columns, rows } = (await next)!;
    // The next chunk is read while Postgres works on this one.
    next = read(index + 1);
    // Its failure is met when it is awaited, not while something else fails.
    next?.catch(() => undefined);
    const into = schema === 'public' ? { chunk: index } : { schema };
    total = addCounts(total, await loadRows(db, definition, { raw: rawOf(object), columns, rows, ...into }));
    done += rows.length;
    await progress({ unit: 'rows', done, total: expected });
  }
  return total;
}
