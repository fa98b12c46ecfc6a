// What of the rows of an answer goes on to be loaded.
import { expect, it } from 'vitest';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition, Row } from '../../data/dataset.ts';
import { DAY } from '../../data/time.ts';
import type { Chunk } from './chunk.ts';
import { validate } from './validate.ts';
import { type Between, workOf } from './work.ts';

const at = Date.UTC(2026, 0, 1);
const load = (load_mw: number | null, quality: Row['quality'] = 'real time'): Row => ({
  area: 'FR',
  at,
  load_mw,
  quality,
});

/** A bucket in memory. */
function bucket(): Between {
  const objects = new Map<string, string>();
  return {
    put: async (key, text) => void objects.set(key, text),
    async get(key) {
      const text = objects.get(key);
      return text === undefined ? null : { text: async () => text };
    },
  };
}

async function validated(chunks: readonly (readonly Row[])[], definition: DatasetDefinition = datasets.consumption) {
  const work = workOf(bucket(), 'run', 'push');
  for (const [index, rows] of chunks.entries()) {
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'quality' && !definition.key.includes(name));
    const chunk: Chunk = { object: 0, columns, rows };
    await work.saveChunk('parsed', index, chunk, definition.key);
  }
  const validation = await validate({
    definition,
    feed: { columns: [], window: 0 },
    window: { from: at, to: at + DAY },
    fetchedAt: at + DAY,
    work,
    chunkCount: chunks.length,
    parsedRejectObjects: 0,
    usual: { usual: null },
  });
  const kept = await Promise.all(validation.chunks.map((stage, index) => work.chunk(stage, index)));
  const rejects = await Promise.all(
    Array.from({ length: validation.rejectObjects }, async (_, i) => (await work.rejects('checked', i)).rejects),
  );
  return { validation, kept: kept.map(({ rows }) => rows), rejects: rejects.flat().map(({ reject }) => reject) };
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

/** Kilowatts that were sent as megawatts, and a forecast that nobody made. */
const cleaning: DatasetDefinition = {
  ...datasets.consumption,
  cleanings: [
    {
      id: 'kilowatts',
      column: 'load_mw',
      says: { en: 'kW are MW', fr: 'kW en MW' },
      clean: ({ load_mw }) => (typeof load_mw === 'number' && load_mw > 1_000_000 ? load_mw / 1_000 : undefined),
    },
    {
      id: 'minus-one',
      column: 'load_mw',
      says: { en: '-1 is no value', fr: '-1 ne dit rien' },
      clean: ({ load_mw }) => (load_mw === -1 ? null : undefined),
    },
  ],
};

it('cleans before it checks, counts each rule and keeps the first with what was there', async () => {
  const rows = [load(50_000_000), load(-1), load(50_001), load(51_000_000)];
  const { validation, kept } = await validated([rows], cleaning);
  expect(kept).toEqual([[load(50_000), load(null), load(50_001), load(51_000)]]);
  expect(validation).toMatchObject({ rejects: 0, chunks: ['checked'] });
  expect(validation.cleaned).toEqual([
    {
      rule: 'kilowatts',
      column: 'load_mw',
      rows: 2,
      first: [
        { where: 'FR 2026-01-01T00:00:00Z', was: 50_000_000, became: 50_000 },
        { where: 'FR 2026-01-01T00:00:00Z', was: 51_000_000, became: 51_000 },
      ],
    },
    {
      rule: 'minus-one',
      column: 'load_mw',
      rows: 1,
      first: [{ where: 'FR 2026-01-01T00:00:00Z', was: -1, became: null }],
    },
  ]);
  // A replay, and a step that is tried again.
  expect((await validated([rows], cleaning)).validation).toEqual(validation);
  expect((await validated(kept, cleaning)).validation.cleaned).toEqual([]);
});

it('says what was, and never shows it of persons', async () => {
  const about = { en: 'x', fr: 'x' };
  const personal: DatasetDefinition = {
    ...cleaning,
    privacy: { subject: about, purpose: about, legalBasis: about, retention: DAY, treatment: {} },
  };
  const { validation } = await validated([[load(50_000_000), load(-7)]], personal);
  expect(validation.cleaned).toEqual([{ rule: 'kilowatts', column: 'load_mw', rows: 1, first: [] }]);
  expect(Object.values(validation.reasons)).toEqual([{ rows: 1, where: [] }]);
  expect(validation.distributions).toEqual([]);
  expect(JSON.stringify(validation.reasons)).not.toContain('-7');
});

it('says of a refused row about a person where it stands, and neither who it is nor what it says', async () => {
  const answer = (customer: string, satisfaction_index: number): Row => ({
    customer,
    answered_at: at,
    satisfaction_index,
    quality: 'consolidated',
  });
  const answers = [[answer('p1.a', 7)], [answer('p1.b', 8), answer('p1.OUm', 99)]];
  const { rejects } = await validated(answers, datasets['customer-survey']);
  expect(rejects).toEqual([
    {
      where: 'chunk 2, row 2',
      reason: 'satisfaction_index: got a value that is not shown, want an integer from 0 to 10',
      fragment: '',
    },
  ]);
});

it('loads what is unlikely as it came', async () => {
  const { validation, kept } = await validated([[load(1)]]);
  expect(kept).toEqual([[load(1)]]);
  expect(validation.anomalies.first).toMatchObject([{ place: 'FR', value: 1, limit: 25_000 }]);
  expect(validation).toMatchObject({ rejects: 0, chunks: ['parsed'] });
});

it('says why rows were not accepted, with where the first of them stand', async () => {
  const { validation } = await validated([[load(-1), load(-2), load(999_999_999), load(50_000)]]);
  expect(validation.reasons).toEqual({
    'load_mw: got another value, want an integer from 0 to 130000': {
      rows: 3,
      where: new Array(3).fill('FR 2026-01-01T00:00:00Z'),
    },
  });
  expect(validation.distributions).toMatchObject([{ column: 'load_mw', missing: 0, sketch: { count: 1 } }]);
});
