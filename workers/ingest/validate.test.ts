// What of the rows of an answer goes on to be loaded.
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { Row } from '../../data/dataset.ts';
import { DAY } from '../../data/time.ts';
import type { Chunk } from './chunk.ts';
import { validate } from './validate.ts';
import { workOf } from './work.ts';

const at = Date.UTC(2026, 0, 1);
const load = (load_mw: number | null, quality: Row['quality'] = 'real time'): Row => ({
  area: 'FR',
  at,
  load_mw,
  quality,
});

/** The bucket of the runtime, as far as the objects between two steps need one. */
function bucket(): R2Bucket {
  const objects = new Map<string, string>();
  return {
    put: async (key: string, text: string) => void objects.set(key, text),
    get: async (key: string) => ({ text: async () => objects.get(key) }),
  } as unknown as R2Bucket;
}

async function validated(chunks: readonly (readonly Row[])[]) {
  const work = workOf(bucket(), 'run', 'push');
  for (const [index, rows] of chunks.entries()) {
    const chunk: Chunk = { object: 0, columns: ['load_mw'], rows };
    await work.saveChunk('parsed', index, chunk, datasets.consumption.key);
  }
  const validation = await validate({
    definition: datasets.consumption,
    feed: { columns: [], window: 0 },
    window: { from: at, to: at + DAY },
    fetchedAt: at + DAY,
    work,
    chunkCount: chunks.length,
    parsedRejectObjects: 0,
    usual: { usual: null },
  });
  const kept = await Promise.all(validation.chunks.map((stage, index) => work.chunk(stage, index)));
  return { validation, kept: kept.map(({ rows }) => rows) };
}

it.each([
  ['a definitive value before a real-time one', [[load(2, 'definitive'), load(1)]]],
  ['a value before none', [[load(50_000), load(null)]]],
  ['one key in two chunks', [[load(1)], [load(2)]]],
])('counts as a duplicate, and drops nothing of, %s', async (_, chunks) => {
  const { validation, kept } = await validated(chunks);
  expect(validation).toMatchObject({ duplicates: 1, rejects: 0 });
  expect(kept).toEqual(chunks);
});

it('drops what is impossible, and keeps the order of the rest', async () => {
  const { validation, kept } = await validated([[load(1), load(999_999_999), load(2)]]);
  expect(validation).toMatchObject({ duplicates: 1, rejects: 1, chunks: ['checked'] });
  expect(kept).toEqual([[load(1), load(2)]]);
});
