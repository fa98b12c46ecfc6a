// Asks a release's graph itself: feature rows in, heads out, as the Open Inference Protocol has it. No past, no baseline: NaN where the graph has no number.
import type { ModelDefinition } from '../../models/model.ts';
import type { InferRequest, Inferred, ServedRelease } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import type { LiveRelease } from './live-release.ts';

export interface Shelf {
  releaseOf(model: ModelDefinition): Promise<LiveRelease>;
}

export async function infer(
  model: ModelDefinition,
  { version, features }: Pick<InferRequest, 'version' | 'features'>,
  shelf: Shelf,
): Promise<Result<Inferred>> {
  const release = await shelf.releaseOf(model);
  if (version !== undefined && release.identity.id !== version) {
    return fail({ reason: 'not_found', what: `version of ${model.id}`, id: version });
  }
  if ('refused' in release) {
    return fail({
      reason: 'unavailable',
      dependency: `The release ${release.identity.id} of ${model.id}`,
      retryAfterSeconds: 3_600,
    });
  }
  const outputs = await release.graph.run(features);
  return ok({ release: release.identity.id, simulated: model.learnsFrom === 'simulated', outputs });
}

export async function servedBy(models: readonly ModelDefinition[], shelf: Shelf): Promise<ServedRelease[]> {
  return Promise.all(
    models.map(async (model) => {
      const release = await shelf.releaseOf(model);
      const served = { model: model.id, release: release.identity.id, live: true };
      return 'refused' in release ? { ...served, refused: release.refused } : served;
    }),
  );
}
