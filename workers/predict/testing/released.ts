// A release for tests: whatever it computes, under a name that no real one has.
import type { Graph } from '../graph.ts';
import type { LiveRelease, ReleaseIdentity } from '../live-release.ts';

export const IDENTITY: ReleaseIdentity = {
  id: '2026-11-01-00000000',
  onnx_sha256: '0'.repeat(64),
  feature_sha256: 'f'.repeat(64),
};

/** `expects`: features that it never had to do without. */
export const released = (run: Graph['run'], expects: readonly string[] = []): LiveRelease => ({
  identity: IDENTITY,
  graph: { run, inRuntimeFor: null, explain: async () => null, close: async () => {} },
  furthest: 0,
  expects,
  learntUntil: Date.UTC(2023, 0),
});
