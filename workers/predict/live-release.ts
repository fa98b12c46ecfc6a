// A release that may answer, or why it may not. Refuses bytes and feature code that are not those it was trained and tested with.
import type { ModelDefinition } from '../../models/model.ts';
import { Golden, Release } from '../../models/release.ts';
import { rehearse } from './golden.ts';
import { type Graph, openGraph } from './graph.ts';

/** As they stand in the model's folder. */
export interface ReleaseFiles {
  readonly release: unknown;
  readonly golden: unknown;
  readonly onnx: ArrayBuffer;
}

/** What a stored prediction keeps of the release that answered. */
export type ReleaseIdentity = Pick<Release, 'id' | 'onnx_sha256' | 'feature_sha256'>;

export type LiveRelease =
  | {
      readonly identity: ReleaseIdentity;
      readonly graph: Graph;
      /** From its golden vectors, as a share of the largest answer of a head. */
      readonly furthest: number;
    }
  | { readonly identity: ReleaseIdentity; readonly refused: string /** There is none yet. */; readonly missing?: true };

/** Never throws: what is wrong with a release is said in `refused`, and the baseline answers in its place. */
export async function openRelease(
  model: Pick<ModelDefinition, 'id' | 'features' | 'heads' | 'gates'>,
  files: ReleaseFiles | undefined,
  featureSha256: string,
): Promise<LiveRelease> {
  const onnxSha256 = files ? await sha256(files.onnx) : NONE;
  const unnamed = { id: 'none', onnx_sha256: onnxSha256, feature_sha256: featureSha256 };
  if (!files) return { identity: unnamed, refused: 'no release yet', missing: true };
  const release = Release.safeParse(files.release);
  if (!release.success) return { identity: unnamed, refused: `release.json is not readable: ${release.error.message}` };
  const golden = Golden.safeParse(files.golden);
  if (!golden.success)
    return { identity: release.data, refused: `golden.json is not readable: ${golden.error.message}` };
  const found = { onnx_sha256: onnxSha256, feature_sha256: featureSha256 };
  const refused = mismatch(model, release.data, golden.data, found);
  if (refused) return { identity: release.data, refused };
  try {
    const graph = await openGraph(files.onnx, release.data);
    const rehearsal = await rehearse(graph, golden.data, release.data);
    if ('mismatch' in rehearsal) return { identity: release.data, refused: rehearsal.mismatch };
    return { identity: release.data, graph, furthest: rehearsal.furthest };
  } catch (error) {
    return {
      identity: release.data,
      refused: `the graph does not load: ${error instanceof Error ? error.message : error}`,
    };
  }
}

const NONE = '0'.repeat(64);

function mismatch(
  model: Pick<ModelDefinition, 'id' | 'features' | 'heads' | 'gates'>,
  release: Release,
  golden: Golden,
  found: Pick<Release, 'onnx_sha256' | 'feature_sha256'>,
): string | null {
  const heads = model.heads.map(({ name }) => name);
  const pairs = [
    ['the model of release.json', release.model, model.id],
    ['the features of release.json', release.features.join(), model.features.join()],
    ['the heads of release.json', release.heads.join(), heads.join()],
    ['the sha256 of model.onnx', found.onnx_sha256, release.onnx_sha256],
    ['the sha256 of the feature code', found.feature_sha256, release.feature_sha256],
    ['the onnx_sha256 of golden.json', golden.onnx_sha256, release.onnx_sha256],
    ['the feature_sha256 of golden.json', golden.feature_sha256, release.feature_sha256],
  ] as const;
  const wrong = pairs.find(([, got, want]) => got !== want);
  if (wrong) return `${wrong[0]} is ${wrong[1]}, want ${wrong[2]}. Run the notebook of ${model.id} again`;
  const metrics = (gates: readonly { readonly metric: string }[]) => gates.map(({ metric }) => metric).join();
  if (metrics(release.gates) !== metrics(model.gates))
    return `its gates are ${metrics(release.gates)}, the model asks for ${metrics(model.gates)}`;
  const failed = release.gates.find(({ passed }) => !passed);
  return failed ? `its gate ${failed.metric} did not pass: got ${failed.got}` : null;
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
