// What is remembered of tensors that were asked about, and under which ids.
import { expect, it } from 'vitest';
import { models } from '../../models/catalogue.gen.ts';
import type { LoggedAnswer } from './answer-lines.ts';
import { loggedInference } from './logged-inference.ts';
import { IDENTITY } from './testing/released.ts';

const model = models['city-score'];

function answered(outputs: Float32Array) {
  const added: LoggedAnswer[] = [];
  const log = { add: (one: LoggedAnswer) => added.push(one), flush: () => null };
  const features = Float32Array.from({ length: 10 * outputs.length }, (_, i) => i);
  const ids = loggedInference(
    { model, identity: IDENTITY, simulated: true, features, outputs: [outputs] },
    { requestId: 'a-request', logs: { few: log, many: log }, later: () => {}, clock: () => 20_000 },
  );
  return { ids, added };
}

it('logs each row under the id that is told, at its place, with its own features', () => {
  const { ids, added } = answered(Float32Array.of(41.5, 84.25));
  expect(added).toEqual([
    {
      ...{ requestId: 'a-request', model: 'city-score', identity: IDENTITY, issuedAt: null, simulated: true },
      createdAt: 20_000,
      rows: [
        {
          ...{ id: ids?.[0], row: 0, source: 'model', values: { datacenter_suitability_index: 41.5 } },
          ...{ correction: null, features: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) },
        },
        {
          ...{ id: ids?.[1], row: 1, source: 'model', values: { datacenter_suitability_index: 84.25 } },
          ...{ correction: null, features: Float32Array.of(10, 11, 12, 13, 14, 15, 16, 17, 18, 19) },
        },
      ],
    },
  ]);
  expect(new Set(ids).size).toBe(2);
});

it('has no id for a row of which the graph knows no number', () => {
  const { ids, added } = answered(Float32Array.of(Number.NaN, 84.25));
  expect(ids).toEqual([null, expect.any(String)]);
  expect(added[0]?.rows.map(({ row }) => row)).toEqual([1]);
});

it('logs a thousand rows, and nothing of a longer batch', () => {
  expect(answered(new Float32Array(1_000)).added[0]?.rows.length).toBe(1_000);
  expect(answered(new Float32Array(1_001))).toEqual({ ids: null, added: [] });
});
