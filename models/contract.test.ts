// What every model must keep of its papers, whoever adds it: run over the whole catalogue. What its kind must keep besides has suites of its own.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../notebooks/lab/card.ts';
import { answersOf, goldenOf, onnxSha256Of, released, releaseOf } from '../tests/released.ts';
import { featureSha256 } from '../tools/feature-hash.ts';
import { FEATURE_SHA256, models } from './catalogue.gen.ts';
import { float32Hex, float32Of } from './float32.ts';
import { goldenDistance } from './golden-distance.ts';
import type { ModelDefinition } from './model.ts';
import { rehearsalFacts, rehearsedRow } from './rehearsal.ts';
import type { GoldenCase } from './release.ts';
import { SEASONS } from './season.ts';
import { Sketches } from './sketch.ts';
import { tensorOf } from './tensor.ts';

/** Leaf sums are Float32 in the runtime, and runtimes may add in another order. */
const OUTPUT_TOLERANCE = 1e-5;

const catalogue: readonly (readonly [string, ModelDefinition])[] = Object.entries(models);
const hashes = new Map(Object.entries(FEATURE_SHA256));

/** Makes the feature row of a golden case again, from its question. */
function rowMaker(model: ModelDefinition): (golden: GoldenCase) => Readonly<Record<string, number>> {
  if (model.kind === 'record') return ({ input }) => model.row(model.input.parse(input));
  const facts = rehearsalFacts(model);
  return ({ entity = '', valid_at, issued_at }) =>
    rehearsedRow(model, facts, {
      entity,
      validAt: Date.parse(valid_at ?? ''),
      issuedAt: issued_at ? Date.parse(issued_at) : Number.POSITIVE_INFINITY,
    });
}

describe.each(catalogue)('%s', (id, model) => {
  it('is named after its folder, has a notebook of that name and a card', () => {
    expect(model.id).toBe(id);
    expect(existsSync(new URL(`../notebooks/${id}.ipynb`, import.meta.url))).toBe(true);
    expect(released(id, 'README.md').toString()).toMatch(/^# /);
  });

  it('names each feature and each head once', () => {
    expect(new Set(model.features).size).toBe(model.features.length);
    expect(new Set(model.heads.map(({ name }) => name)).size).toBe(model.heads.length);
  });

  it('is released from the code that stands here, with every gate passed', async () => {
    const release = releaseOf(id);
    expect(release.model).toBe(id);
    expect(release.features).toEqual(model.features);
    expect(release.heads).toEqual(model.heads.map(({ name }) => name));
    expect(release.onnx_sha256).toBe(onnxSha256Of(id));
    expect(release.feature_sha256).toBe(await featureSha256(id));
    expect(release.feature_sha256).toBe(hashes.get(id));
    expect(release.gates.map(({ metric }) => metric)).toEqual(model.gates.map(({ metric }) => metric));
    expect(release.gates.filter(({ passed }) => !passed)).toEqual([]);
    expect(release.data.simulated).toBe(model.learnsFrom === 'simulated');
    const { features, heads } = Sketches.parse(release.sketches);
    expect(features.map(({ name }) => name)).toEqual(model.features);
    expect(heads.map(({ name }) => name)).toEqual(release.heads);
    if (model.kind === 'record') return;
    for (const sketch of [...features, ...heads]) expect(Object.keys(sketch.seasons ?? {})).toEqual(SEASONS);
  });

  it('has a card with the figures of this very release', () => {
    expect(released(id, 'README.md').toString()).toContain(figuresOf(releaseOf(id)));
  });

  it('has golden vectors of this very release, with gaps in them and more than one answer', () => {
    const golden = goldenOf(id);
    const release = releaseOf(id);
    expect([golden.onnx_sha256, golden.feature_sha256]).toEqual([release.onnx_sha256, release.feature_sha256]);
    const rows = golden.cases.map(({ features }) => features.map(float32Of));
    expect(rows.some((row) => row.some(Number.isNaN))).toBe(true);
    const neverKnown = model.features.filter((_, f) => rows.every((row) => Number.isNaN(row[f])));
    expect(neverKnown).toEqual([]);
    const answers = golden.cases.map(({ outputs }) => outputs.map(float32Of));
    for (const [head, { kind }] of model.heads.entries()) {
      expect(answers.every((answer) => Number.isFinite(answer[head]))).toBe(true);
      // Of two labels there may be one for all that is rehearsed.
      const fewest = kind === 'label' || kind === 'class' ? 0 : golden.cases.length / 2;
      expect(new Set(answers.map((answer) => answer[head])).size).toBeGreaterThan(fewest);
    }
  });

  it('gives the golden feature rows again, to the bit', () => {
    const rowOf = rowMaker(model);
    for (const golden of goldenOf(id).cases) {
      const x = tensorOf(model.features, [rowOf(golden)]);
      expect(Array.from(x, float32Hex), golden.what).toEqual(golden.features);
    }
  });

  it('gives the golden answers again, in onnxruntime-web', async () => {
    const { cases } = goldenOf(id);
    const answers = await answersOf(model, Float32Array.from(cases.flatMap(({ features }) => features.map(float32Of))));
    const heads = model.heads.map(({ name }) => name);
    expect(goldenDistance(goldenOf(id), heads, answers).furthest).toBeLessThanOrEqual(OUTPUT_TOLERANCE);
  });
});
