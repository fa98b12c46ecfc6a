// Each kind of model is asked in its own way: a record for each row by itself, a detector not at all.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DAY, HOUR } from '../../data/time.ts';
import { defineDetectorModel, defineRecordModel } from '../../models/model.ts';
import type { Failure } from '../mesh/result.ts';
import type { LiveRelease } from './live-release.ts';
import { predict } from './prediction.ts';
import { IDENTITY, released } from './testing/released.ts';
import { documentOf, linesOf } from './wire.ts';

/** Answers the square root of its first feature. */
const root = released(async (tensor) => [tensor.map(Math.sqrt)]);
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

async function answered(body: string, live: LiveRelease = root) {
  const answering = await predict(site, body, means(live));
  return answering.ok ? documentOf(answering.value, 'request-1') : answering;
}

async function lines(body: string): Promise<readonly unknown[] | Failure> {
  const answering = await predict(site, body, means(root));
  const stream = answering.ok ? await linesOf(answering.value) : answering;
  if (!stream.ok) return stream.failure;
  const text = await new Response(stream.value).text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

it('answers a record model row by row, and says what its heads mean', async () => {
  const answer = await answered(asked);
  expect(answer.ok && JSON.parse(answer.value)).toEqual({
    model: 'site',
    release: '2026-11-01-00000000',
    request_id: 'request-1',
    simulated: false,
    heads: [{ name: 'score', kind: 'score', unit: '1' }],
    rows: [
      { source: 'model', values: { score: 9 } },
      { source: 'model', values: { score: 12 } },
    ],
  });
});

it('warns of what is far from all that its release has learnt from', async () => {
  const reach = [{ feature: 'price', least: 20, most: 100, isExpected: true }];
  const answer = await answered('{"rows":[{"price_eur_per_mwh":81},{"price_eur_per_mwh":2500}]}', { ...root, reach });
  expect(answer.ok && JSON.parse(answer.value).rows).toEqual([
    { source: 'model', values: { score: 9 } },
    {
      source: 'model',
      values: { score: 50 },
      warnings: ['price is 2500: the release was made with 20 to 100'],
    },
  ]);
});

it('answers the same in lines, and one record as it is', async () => {
  const shared = { release: '2026-11-01-00000000', simulated: false, source: 'model' };
  expect(await lines(asked)).toEqual([
    { ...shared, values: { score: 9 } },
    { ...shared, values: { score: 12 } },
  ]);
  expect(await lines('{"price_eur_per_mwh":16}')).toEqual([{ ...shared, values: { score: 4 } }]);
});

it('has sent the first lines before it computes the last', async () => {
  const rowsSoFar: number[] = [];
  const counting = released(async (tensor) => {
    rowsSoFar.push(tensor.length);
    return [tensor];
  });
  const body = JSON.stringify({ rows: Array.from({ length: 10_000 }, (_, i) => ({ price_eur_per_mwh: i })) });
  const answering = await predict(site, body, means(counting));
  const stream = answering.ok ? await linesOf(answering.value) : answering;
  if (!stream.ok) throw new Error(stream.failure.reason);
  const reader = stream.value.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toContain('"score":0}');
  expect(rowsSoFar).toEqual([250]);
  let bytes = value?.length ?? 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  expect(rowsSoFar).toEqual(Array(40).fill(250));
  expect(bytes).toBeGreaterThan(900_000);
});

it('points at the row for which a record model has no number', async () => {
  const body = JSON.stringify({ rows: [{ price_eur_per_mwh: 81 }, { price_eur_per_mwh: -1 }] });
  expect(await answered(body)).toMatchObject({ failure: { reason: 'invalid', errors: [{ pointer: '/rows/1' }] } });
  expect(await answered('{"price_eur_per_mwh":-1}')).toMatchObject({ failure: { errors: [{ pointer: '' }] } });
});

it('says in its line that a row has no number, and refuses as a whole what has none at all', async () => {
  const body = JSON.stringify({ rows: [{ price_eur_per_mwh: 81 }, { price_eur_per_mwh: -1 }] });
  expect(await lines(body)).toMatchObject([
    { source: 'model', values: { score: 9 } },
    { source: 'none', reason: expect.stringContaining('site knows no score') },
  ]);
  expect(await lines('{"price_eur_per_mwh":-1}')).toMatchObject({ reason: 'invalid', errors: [{ pointer: '' }] });
});

it('refuses a number that a model cannot count with', async () => {
  expect(await answered('{"rows":[{"price_eur_per_mwh":1},{"price_eur_per_mwh":1e39}]}')).toMatchObject({
    failure: {
      errors: [
        { pointer: '/rows/1', detail: 'got a value that makes price infinite, want what a 32-bit float can hold' },
      ],
    },
  });
});

it('answers from one release from the first row to the last, whoever is promoted meanwhile', async () => {
  const other: LiveRelease = { ...root, identity: { ...IDENTITY, id: '2026-11-02-00000000' } };
  const promoted = [root, other];
  const body = JSON.stringify({ rows: Array(1_000).fill({ price_eur_per_mwh: 4 }) });
  const answering = await predict(site, body, { ...means(root), releaseOf: async () => promoted.shift() ?? other });
  const stream = answering.ok ? await linesOf(answering.value) : answering;
  if (!stream.ok) throw new Error(stream.failure.reason);
  const releases = [...(await new Response(stream.value).text()).matchAll(/"release":"([^"]+)"/g)].map(([, id]) => id);
  expect([releases.length, new Set(releases)]).toEqual([1_000, new Set(['2026-11-01-00000000'])]);
});

it('does not answer a record model whose release was refused: it has no baseline', async () => {
  const answer = await answered(asked, { identity: IDENTITY, refused: 'its gate mae did not pass' });
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
