// Each kind of model is asked in its own way: a record for each row by itself, a detector not at all.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DAY, HOUR } from '../../data/time.ts';
import { defineDetectorModel, defineRecordModel } from '../../models/model.ts';
import type { LiveRelease } from './live-release.ts';
import { predict } from './prediction.ts';

const identity = { id: '2026-11-01-00000000', onnx_sha256: '0'.repeat(64), feature_sha256: 'f'.repeat(64) };
/** Answers the square root of its first feature. */
const root: LiveRelease = { identity, graph: { run: async (tensor) => [tensor.map(Math.sqrt)] }, furthest: 0 };
const means = (live: LiveRelease) => ({ now: 0, releaseOf: async () => live, pastOf: async () => null });

const site = defineRecordModel({
  kind: 'record',
  id: 'site',
  title: { en: 'Site', fr: 'Site' },
  features: ['price'],
  heads: [{ name: 'score', kind: 'score', unit: '1' }],
  gates: [],
  input: z.strictObject({ price_eur_per_mwh: z.number() }),
  examples: [{ what: 'a dear hour', input: { price_eur_per_mwh: 300 } }],
  row: ({ price_eur_per_mwh }) => ({ price: price_eur_per_mwh }),
});
const asked = JSON.stringify({ rows: [{ price_eur_per_mwh: 81 }, { price_eur_per_mwh: 144 }] });

it('answers a record model row by row', async () => {
  expect(await predict(site, asked, means(root))).toEqual({
    ok: true,
    value: {
      model: 'site',
      release: '2026-11-01-00000000',
      simulated: false,
      rows: [
        { source: 'model', values: { score: 9 } },
        { source: 'model', values: { score: 12 } },
      ],
    },
  });
});

it('points at the row for which a record model has no number', async () => {
  const body = JSON.stringify({ rows: [{ price_eur_per_mwh: 81 }, { price_eur_per_mwh: -1 }] });
  expect(await predict(site, body, means(root))).toMatchObject({
    failure: { reason: 'invalid', errors: [{ pointer: '/rows/1' }] },
  });
});

it('does not answer a record model whose release was refused: it has no baseline', async () => {
  const answer = await predict(site, asked, means({ identity, refused: 'its gate mae did not pass' }));
  expect(answer).toMatchObject({ failure: { reason: 'unavailable', dependency: 'A release of site' } });
});

it('says of a detector that it is not asked', async () => {
  const detector = defineDetectorModel({
    kind: 'detector',
    id: 'odd-load',
    title: { en: 'Odd load', fr: 'Consommation étrange' },
    inputs: ['consumption/load_mw'],
    entities: ['FR'],
    step: HOUR,
    reach: DAY,
    features: ['load_mw'],
    heads: [{ name: 'oddness', kind: 'score', unit: '1' }],
    gates: [],
    row: (history, entity, validAt) => ({ load_mw: history.at('consumption/load_mw', entity, validAt) }),
  });
  expect(await predict(detector, '{}', means(root))).toMatchObject({
    failure: {
      reason: 'invalid',
      errors: [{ detail: 'odd-load is a detector: it judges what happened by itself, it is not asked' }],
    },
  });
});
