// What a load would change, without loading: the same chunks, compared with what stands. Never writes.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal } from '../../data/privacy.ts';
import type { Instant } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { addCounts, type Change, type LoadCounts, lookAtRows, NOTHING_LOADED } from '../../db/queries/load-rows.ts';
import type { Stage, Work } from './work.ts';

export interface Look {
  readonly counts: LoadCounts;
  /** Corrections before new rows, of the first chunks that have some. */
  readonly changes: readonly Change[];
}

export const MAX_CHANGES_SHOWN = 40;

export async function look({
  db,
  definition,
  fetchedAts,
  chunks,
  work,
}: {
  readonly db: Db;
  readonly definition: DatasetDefinition;
  /** Of each raw object of the slice. */
  readonly fetchedAts: readonly Instant[];
  readonly chunks: readonly Stage[];
  readonly work: Work;
}): Promise<Look> {
  let counts = NOTHING_LOADED;
  const changes: Change[] = [];
  for (const [index, stage] of chunks.entries()) {
    const { object, columns, rows } = await work.chunk(stage, index);
    const fetchedAt = fetchedAts[object];
    if (fetchedAt === undefined)
      throw new Error(`chunk of raw object ${object}, but the slice has ${fetchedAts.length}`);
    const { changes: some, ...found } = await lookAtRows(db, definition, { fetchedAt, columns, rows });
    counts = addCounts(counts, found);
    changes.push(...some);
  }
  // Nobody's age is shown to whoever tries a file.
  return { counts, changes: isPersonal(definition) ? [] : shown(changes) };
}

export const shown = (changes: readonly Change[]): readonly Change[] =>
  [...changes.filter(({ old }) => old !== null), ...changes.filter(({ old }) => old === null)].slice(
    0,
    MAX_CHANGES_SHOWN,
  );
