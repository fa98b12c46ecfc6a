// A further release of a model, by the lab's own code: a ridge that answers one number whatever it is asked, so that two releases are told apart. For tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEATURE_SHA256, models } from '../models/catalogue.gen.ts';
import { float32Of } from '../models/float32.ts';
import type { ModelDefinition } from '../models/model.ts';
import { modelBytes, partsTogether } from '../notebooks/lab/onnx/graph.ts';
import { ridgePart } from '../notebooks/lab/onnx/linear.ts';
import { writeRelease } from '../notebooks/lab/release.ts';
import { goldenOf, releaseOf } from './released.ts';

export interface MadeRelease {
  readonly id: string;
  /** With the three files, as a notebook leaves them. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** It claims the metrics of the release that stands in the tree: gates are not what these tests are about. */
export async function madeRelease(id: keyof typeof models, answer: number): Promise<MadeRelease> {
  const model: ModelDefinition = models[id];
  const standing = releaseOf(id);
  const columns = model.features.length;
  const zeros = new Float64Array(columns);
  const ridge = { standard: { mean: zeros, deviation: zeros }, coefficients: zeros, intercept: answer, alpha: 1 };
  const heads = model.heads.map(({ name }) => name);
  const onnx = modelBytes({
    name: `always ${answer}`,
    features: columns,
    ...partsTogether(...heads.map((output) => ridgePart(ridge, { output }))),
    outputs: heads,
  });
  const folder = await mkdtemp(join(tmpdir(), 'made-release-'));
  const release = await writeRelease(folder, {
    model,
    onnx,
    featureSha256: FEATURE_SHA256[id],
    trainingSha256: Promise.resolve(standing.training_sha256),
    trainedAt: '2026-11-20T10:00:00Z',
    seed: 1,
    data: standing.data,
    metrics: standing.metrics,
    x: Float32Array.from(
      goldenOf(id).cases.flatMap(({ features }) => features),
      float32Of,
    ),
    energy: standing.energy,
  });
  return { id: release.id, folder, remove: () => rm(folder, { recursive: true }) };
}
