// A release that may answer, or why it may not. Refuses bytes and feature code that are not those it was trained and tested with.
import type { Instant } from '../../data/time.ts';
import type { ModelDefinition } from '../../models/model.ts';
import type { Golden, Release } from '../../models/release.ts';
import type { Fault } from '../mesh/result.ts';
import { type Rehearsal, rehearse } from './golden.ts';
import { type Graph, openGraph } from './graph.ts';
import { goldenIn, type ReleaseFiles, releaseIn } from './papers.ts';
import { type Reach, reachOf } from './reach.ts';
import { faultsIn } from './release-faults.ts';

/** What a stored prediction keeps of the release that answered. */
export type ReleaseIdentity = Pick<Release, 'id' | 'onnx_sha256' | 'feature_sha256'>;

export type LiveRelease =
  | {
      readonly identity: ReleaseIdentity;
      readonly graph: Graph;
      /** From its golden vectors, as a share of the largest answer of a head. */
      readonly furthest: number;
      /** Features that were there nearly always where it was made: without one of them its answer is another than was judged. */
      readonly expects: readonly string[];
      /** The end of what it was trained on: what it says of an earlier day flatters it. */
      readonly learntUntil: Instant;
      /** Of its features, where it was made. */
      readonly reach?: readonly Reach[];
      /** The one that should answer and cannot. */
      readonly standsInFor?: { readonly release: string; readonly reason: string };
    }
  | {
      readonly identity: ReleaseIdentity;
      readonly refused: string;
      /** There is none yet. */
      readonly missing?: true;
      /** Nothing is known to be wrong with it. */
      readonly mayOpenSoon?: true;
    };

/** When it is worth asking again for one that does not answer: what is wrong stays wrong until somebody mends it. */
export const retryAfterSeconds = ({ mayOpenSoon }: { readonly mayOpenSoon?: true }): number =>
  mayOpenSoon ? 5 : 3_600;

/** Never throws: what is wrong with a release is said in `refused`, and another or the baseline answers in its place. */
export async function openRelease(
  model: Judged,
  files: ReleaseFiles | undefined,
  featureSha256: string,
): Promise<LiveRelease> {
  if (!files) {
    const identity = { id: 'none', onnx_sha256: NONE, feature_sha256: featureSha256 };
    return { identity, refused: 'no release yet', missing: true };
  }
  const examined = await examine(model, files, featureSha256);
  if ('graph' in examined) return examined;
  return { identity: examined.identity, refused: examined.faults.map(({ detail }) => detail).join('; ') };
}

export type Judged = Pick<ModelDefinition, 'id' | 'features' | 'heads' | 'gates'>;

export type Examined =
  | Extract<LiveRelease, { readonly graph: Graph }>
  | { readonly identity: ReleaseIdentity; readonly faults: readonly Fault[] };

/** Opens a release, or says everything that is wrong with it. What cannot be read hides the rest, and bytes that are others than the papers say are not opened. */
export async function examine(model: Judged, files: ReleaseFiles, featureSha256: string): Promise<Examined> {
  const onnxSha256 = await sha256(files.onnx);
  const { said: release, faults: unread } = releaseIn(files);
  const { said: golden, faults: unreadGolden } = goldenIn(files);
  const identity = release
    ? identityOf(release)
    : { id: 'none', onnx_sha256: onnxSha256, feature_sha256: featureSha256 };
  if (!release || !golden) return { identity, faults: [...unread, ...unreadGolden] };
  const faults = faultsIn(model, release, golden, { onnxSha256, featureSha256 });
  if (release.onnx_sha256 !== onnxSha256) return { identity, faults };
  const tried = await tryOut(files.onnx, release, golden);
  if ('pointer' in tried) return { identity, faults: [...faults, tried] };
  if (faults.length === 0) return { identity, ...tried, ...madeWith(release) };
  await tried.graph.close();
  return { identity, faults };
}

/** Without the rest, which is long: an identity stays as long as its graph. */
const identityOf = ({ id, onnx_sha256, feature_sha256 }: Release): ReleaseIdentity => ({
  id,
  onnx_sha256,
  feature_sha256,
});

async function tryOut(
  onnx: ArrayBuffer,
  release: Release,
  golden: Golden,
): Promise<Fault | { readonly graph: Graph; readonly furthest: number }> {
  try {
    const graph = await openGraph(onnx, release, async (run) => isExact(await rehearse({ run }, golden, release)));
    const rehearsal = await rehearse(graph, golden, release);
    if (!('mismatch' in rehearsal)) return { graph, furthest: rehearsal.furthest };
    await graph.close();
    return { pointer: '/golden', detail: rehearsal.mismatch };
  } catch (error) {
    return { pointer: '/onnx', detail: `the graph does not load: ${error instanceof Error ? error.message : error}` };
  }
}

/** To the bit: a row must not have other digits because of how many stand beside it. */
const isExact = (rehearsal: Rehearsal): boolean => 'furthest' in rehearsal && rehearsal.furthest === 0;

/** Less often than this a feature was missing by accident. */
const RARELY_MISSING = 0.01;

const expectedBy = ({ sketches }: Release): string[] =>
  sketches.features.flatMap(({ name, missing }) => (missing < RARELY_MISSING ? [name] : []));

function madeWith(release: Release) {
  const expects = expectedBy(release);
  return { expects, reach: reachOf(release, expects), learntUntil: Date.parse(release.data.to) };
}

const NONE = '0'.repeat(64);

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
