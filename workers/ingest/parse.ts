// Raw bytes to chunks of rows, streaming. A shape nobody knows is a value, not a retry: the next source is asked.
import {
  type DatasetDefinition,
  isReject,
  isWarning,
  type Reject,
  type Row,
  ShapeError,
  type Source,
} from '../../data/dataset.ts';
import { cleaningsBeforeTreatment, isPersonal, keptReject, withoutValues } from '../../data/privacy.ts';
import { chunker } from './chunk.ts';
import { type Cleaned, cleaner } from './clean.ts';
import { LockedError } from './privacy/keys.ts';
import type { Vault } from './privacy/vault.ts';
import { type Progress, watched } from './progress.ts';
import { warningCounter } from './warnings.ts';
import type { Work } from './work.ts';

export type Parsing =
  | {
      readonly kind: 'parsed';
      readonly rows: number;
      readonly rejects: number;
      readonly chunks: number;
      readonly rejectObjects: number;
      /** Text to how many times. */
      readonly warnings: Readonly<Record<string, number>>;
      /** Of columns that are treated. */
      readonly cleaned: readonly Cleaned[];
    }
  | { readonly kind: 'failed'; readonly why: string };

const MAX_REJECTS_PER_OBJECT = 5_000;

export async function parse({
  lake,
  vault,
  lakeKeys,
  source,
  definition,
  columnsOf,
  work,
  progress,
}: {
  readonly lake: R2Bucket;
  readonly vault: Vault;
  readonly lakeKeys: readonly string[];
  readonly source: Pick<Source, 'parse'>;
  readonly definition: DatasetDefinition;
  readonly columnsOf: (row: Row) => readonly string[];
  readonly work: Work;
  readonly progress: Progress;
}): Promise<Parsing> {
  const counted = { rows: 0, rejects: 0, chunks: 0, rejectObjects: 0 };
  const warnings = warningCounter();
  const cleaning = cleaner(definition, cleaningsBeforeTreatment(definition));
  // Whoever complains about a row likes to quote it.
  const said = (text: string): string => (isPersonal(definition) ? withoutValues(text) : text);
  try {
    for (const [object, key] of lakeKeys.entries()) {
      const raw = await lake.get(key);
      if (!raw) throw new Error(`${key} is not in the lake`);
      let done = 0;
      const body = watched(raw.body, (length) => {
        done += length;
        return progress({ unit: 'bytes', done, total: raw.size });
      });
      const chunks = chunker({
        object,
        key: definition.key,
        columnsOf,
        keep: (chunk) => work.saveChunk('parsed', counted.chunks++, chunk, definition.key),
      });
      let rejects: Reject[] = [];
      const flushRejects = async () => {
        if (rejects.length > 0) await work.saveRejects('parsed', counted.rejectObjects++, { object, rejects });
        rejects = [];
      };
      for await (const row of source.parse(vault.opened(body))) {
        if (isReject(row)) {
          counted.rejects++;
          if (rejects.push(keptReject(definition, row)) >= MAX_REJECTS_PER_OBJECT) await flushRejects();
        } else if (isWarning(row)) {
          warnings.add(said(row.warning));
        } else {
          counted.rows++;
          await chunks.add(await vault.treated(cleaning.clean(row)));
        }
      }
      await chunks.flush();
      await flushRejects();
    }
  } catch (error) {
    if (error instanceof ShapeError) return { kind: 'failed', why: said(error.message) };
    if (isPersonal(definition) && error instanceof Error && !(error instanceof LockedError))
      throw new Error(`${error.name}: ${said(error.message)}`);
    throw error;
  }
  return { kind: 'parsed', ...counted, warnings: warnings.all(), cleaned: cleaning.cleaned() };
}
