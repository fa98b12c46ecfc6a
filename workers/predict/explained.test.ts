// Answers that say what moved them: of a real release, of one that was corrected, and of the baseline.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import type { Explanation } from '../mesh/contracts.ts';
import { explained } from './explained.ts';
import { openRelease } from './live-release.ts';
import { type Answered, type Answering, predict } from './prediction.ts';
import { IDENTITY } from './testing/released.ts';
import { documentOf } from './wire.ts';

const city = models['city-score'];
const featureSha256 = FEATURE_SHA256['city-score'];
const fileOf = (name: string) => readFileSync(join(import.meta.dirname, '../../models', city.id, name));
const release = () =>
  openRelease(
    city,
    {
      release: fileOf('release.json').toString(),
      golden: fileOf('golden.json').toString(),
      onnx: Uint8Array.from(fileOf('model.onnx')).buffer,
    },
    featureSha256,
  );
const asked = async (inputs: readonly unknown[]) => {
  const means = { now: 0, releaseOf: release, pastOf: async () => null };
  const answering = await predict(city, JSON.stringify({ rows: inputs }), means);
  if (!answering.ok) throw new Error(JSON.stringify(answering.failure));
  return answering.value;
};
const sumOf = ({ expected, contributions }: Explanation) =>
  Object.values(contributions).reduce((sum, part) => sum + part, expected);

it('adds up to the value of each row, by the names of the features', async () => {
  const told = explained(await asked(city.examples.slice(0, 3).map(({ input }) => input)));
  const document = told.ok ? await documentOf(told.value, 'r') : told;
  const { rows } = JSON.parse(document.ok ? document.value : '{}');
  expect(rows).toHaveLength(3);
  for (const { values, explanation } of rows) {
    const { datacenter_suitability_index: head } = explanation;
    expect(sumOf(head)).toBeCloseTo(values.datacenter_suitability_index, 4);
    expect(city.features).toEqual(expect.arrayContaining(Object.keys(head.contributions)));
  }
});

it('explains a hundred rows at once, and refuses more', async () => {
  const [first] = city.examples;
  const more = explained(await asked(Array(101).fill(first!.input)));
  expect(more).toMatchObject({
    ok: false,
    failure: { reason: 'invalid', errors: [{ pointer: '?explain', detail: expect.stringContaining('got 101 rows') }] },
  });
});

const load = models['load-day-ahead'];

/** The bounds are 2,000 away; a feature moved the middle by 500 and the lower bound by 300. */
const OWN: Record<string, Explanation> = {
  load_mw: { expected: 59_500, contributions: { day_kind: 500 } },
  load_q10_mw: { expected: 57_700, contributions: { day_kind: 300 } },
  load_q90_mw: { expected: 61_500, contributions: { day_kind: 500 } },
};
const answeringOf = (one: Answered): Answering => ({
  model: load,
  release: IDENTITY,
  simulated: false,
  graph: { run: async () => [], inRuntimeFor: null, explain: async () => [OWN], close: async () => {} },
  rowCount: 1,
  async rows() {
    return [one];
  },
  told() {},
  failureOf: () => ({ reason: 'unavailable', dependency: 'nothing', retryAfterSeconds: 1 }),
});
async function rowOf(one: Answered) {
  const told = explained(answeringOf(one));
  return told.ok ? (await told.value.rows(0, 1))[0]!.row : null;
}

it('adds up to what was told after a correction: the level moves what was expected, the rest is scaled', async () => {
  // 1.01 x 60,000 - 100 = 60,500; the bounds are 1.01 x 2 times as far away.
  const values = { load_mw: 60_500, load_q10_mw: 56_460, load_q90_mw: 64_540 };
  const correction = { scale: 1.01, bias: -100, spread: 2, issues: 5 };
  const row = await rowOf({ row: { source: 'model', values }, features: [1], correction });
  const { explanation } = row as { explanation: Record<string, Explanation> };
  expect(explanation['load_mw']).toEqual({ expected: 59_995, contributions: { day_kind: 505 } });
  expect(sumOf(explanation['load_q10_mw']!)).toBeCloseTo(56_460, 6);
  expect(sumOf(explanation['load_q90_mw']!)).toBeCloseTo(64_540, 6);
});

it('says nothing of what the baseline answered', async () => {
  const row = { source: 'baseline', values: { load_mw: 60_000 }, reason: 'stale' } as const;
  expect(await rowOf({ row, features: null, correction: null })).toEqual({ ...row, explanation: null });
});
