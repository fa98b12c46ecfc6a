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
import { chunker } from './chunk.ts';
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
    }
  | { readonly kind: 'failed'; readonly why: string };

const MAX_REJECTS_PER_OBJECT = 5_000;

export async function parse({
  lake,
  lakeKeys,
  source,
  definition,
  columnsOf,
  work,
}: {
  readonly lake: R2Bucket;
  readonly lakeKeys: readonly string[];
  readonly source: Pick<Source, 'parse'>;
  readonly definition: DatasetDefinition;
  readonly columnsOf: (row: Row) => readonly string[];
  readonly work: Work;
}): Promise<Parsing> {
  const counted = { rows: 0, rejects: 0, chunks: 0, rejectObjects: 0 };
  const warnings = new Map<string, number>();
  try {
    for (const [object, key] of lakeKeys.entries()) {
      const raw = await lake.get(key);
      if (!raw) throw new Error(`${key} is not in the lake`);
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
      for await (const row of source.parse(raw.body)) {
        if (isReject(row)) {
          counted.rejects++;
          if (rejects.push(row) >= MAX_REJECTS_PER_OBJECT) await flushRejects();
        } else if (isWarning(row)) {
          warnings.set(row.warning, (warnings.get(row.warning) ?? 0) + 1);
        } else {
          counted.rows++;
          await chunks.add(row);
        }
      }
      await chunks.flush();
      await flushRejects();
    }
  } catch (error) {
    if (error instanceof ShapeError) return { kind: 'failed', why: error.message };
    throw error;
  }
  return { kind: 'parsed', ...counted, warnings: Object.fromEntries(warnings) };
}
