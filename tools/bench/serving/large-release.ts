// A release of 300 trees with 63 leaves each, for a model that is in the catalogue: trained here on made-up rows, for a benchmark to bring with it.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordModel } from '../../../models/model.ts';
import { Release } from '../../../models/release.ts';
import { goldenCases } from '../../../notebooks/lab/golden.ts';
import { forestNode } from '../../../notebooks/lab/onnx/forest.ts';
import { modelBytes } from '../../../notebooks/lab/onnx/graph.ts';
import { randomFrom } from '../../../notebooks/lab/random.ts';
import { boost } from '../../../notebooks/lab/trees/boost.ts';
import { squared } from '../../../notebooks/lab/trees/loss.ts';
import { ROOT } from '../../root.ts';

export const TREES = 300;
export const LEAVES = 63;
const ROWS = 4_000;

export interface LargeRelease {
  readonly features: number;
  readonly onnx: string;
  /** What it was trained on, row-major, and the target: for a peer to be trained on the same. */
  readonly x: Float32Array;
  readonly target: Float64Array;
  /** Its files, by the paths of those they stand in for. */
  readonly instead: ReadonlyMap<string, string>;
}

export async function largeRelease(model: RecordModel, folder: string): Promise<LargeRelease> {
  const features = model.features.length;
  const [head] = model.heads;
  if (!head || model.heads.length > 1) throw new Error(`${model.id} has ${model.heads.length} heads, want one`);
  const random = randomFrom(1);
  const x = Float32Array.from({ length: ROWS * features }, () => random.next());
  const target = Float64Array.from({ length: ROWS }, (_, row) => {
    const columns = x.subarray(row * features, (row + 1) * features);
    return columns.reduce((sum, value, j) => sum + Math.sin(6 * value * (j + 1)), 0) + random.next();
  });
  const forest = boost({ x, features, target, loss: squared(), seed: 1, trees: TREES, leaves: LEAVES, minRows: 5 });
  const leaves = forest.trees.map((tree) => tree.feature.filter((feature) => feature < 0).length);
  if (Math.min(...leaves) < LEAVES) throw new Error(`a tree has ${Math.min(...leaves)} leaves, want ${LEAVES}`);
  const nodes = [forestNode(forest, head.name)];
  const onnx = modelBytes({ name: model.id, features, nodes, constants: [], outputs: [head.name] });
  const files = await releaseFiles(model, onnx);
  const instead = new Map<string, string>();
  for (const [name, contents] of Object.entries(files)) {
    await writeFile(join(folder, name), contents);
    instead.set(join(ROOT, 'models', model.id, name), join(folder, name));
  }
  return { features, onnx: join(folder, 'model.onnx'), x, target, instead };
}

/** The papers of the release that stands there, for another graph. */
async function releaseFiles(model: RecordModel, onnx: Uint8Array) {
  const papers = await readFile(join(ROOT, 'models', model.id, 'release.json'), 'utf8');
  const standing = Release.parse(JSON.parse(papers));
  const sha256 = createHash('sha256').update(onnx).digest('hex');
  const id = `${standing.trained_at.slice(0, 10)}-${sha256.slice(0, 8)}`;
  const release = { ...standing, id, onnx_sha256: sha256, onnx_bytes: onnx.length };
  const { feature_sha256 } = standing;
  const cases = await goldenCases(model, onnx);
  return {
    'model.onnx': onnx,
    'release.json': JSON.stringify(release),
    'golden.json': JSON.stringify({ model: model.id, onnx_sha256: sha256, feature_sha256, cases }),
  };
}
