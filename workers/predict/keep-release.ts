// Keeps a release in the lake: what somebody sent, once it has answered its golden vectors here, and those that came with this Worker. Promotes nothing.
import type { Release } from '../../models/release.ts';
import type { ReleaseSummary } from '../mesh/contracts.ts';
import type { Log } from '../mesh/log.ts';
import type { ReleaseKept, ReleaseUpload } from '../mesh/releases.ts';
import { type Fault, fail, ok, type Result } from '../mesh/result.ts';
import { bundledFiles, everyModel, featureSha256Of, modelOf, seedOf } from './fleet.ts';
import { examine } from './live-release.ts';
import { releaseIn } from './papers.ts';
import { paperFaults } from './release-faults.ts';
import { keepFiles, papersOf } from './shelf.ts';

export async function keepRelease(lake: R2Bucket, sent: ReleaseUpload): Promise<Result<ReleaseKept>> {
  const model = modelOf(sent.model);
  if (!model) return fail({ reason: 'not_found', what: 'model', id: sent.model });
  const examined = await examine(model, sent, featureSha256Of(model.id));
  const { said: release } = releaseIn(sent);
  const faults = [
    ...('faults' in examined ? examined.faults : []),
    ...(release ? paperFaults(release, sent.onnx.byteLength) : []),
  ];
  if ('graph' in examined) await examined.graph.close();
  if (faults.length > 0 || !release) return refused(faults);
  const kept = await keepFiles(lake, model.id, release.id, sent);
  if (typeof kept === 'object') {
    return fail({
      reason: 'conflict',
      detail: `${model.id} ${release.id} is kept already, with another ${kept.differs}: a release is never changed. Use the one that is kept, or train one whose graph is another: it gets an id of its own.`,
    });
  }
  return ok({ release: summaryOf(release), repeated: kept === 'kept before' });
}

const refused = (errors: readonly Fault[]) =>
  fail({ reason: 'unprocessable', detail: 'The release is not kept: every reason is given.', errors });

export const summaryOf = ({
  id,
  model,
  trained_at,
  onnx_sha256,
  feature_sha256,
  metrics,
}: Release): ReleaseSummary => ({
  id,
  model,
  trained_at,
  onnx_sha256,
  feature_sha256,
  metrics,
});

/** Of this isolate: nothing takes a release away again. */
const seedsKept = new Set<string>();

/** So that a release which a later deploy no longer brings can still be gone back to. */
export async function keepSeeds(lake: R2Bucket, log: Log): Promise<void> {
  for (const { id: model } of everyModel()) {
    const files = bundledFiles(model);
    const release = seedOf(model);
    if (!files || release === null || seedsKept.has(model)) continue;
    if ((await papersOf(lake, model, release)) !== files.release) {
      const kept = await keepFiles(lake, model, release, files);
      if (typeof kept === 'object')
        log.error('seed_not_kept', { model, release, reason: `another ${kept.differs} stands there` });
      else if (kept === 'kept') log.info('seed_kept', { model, release });
    }
    seedsKept.add(model);
  }
}
