// Asks a release's graph itself: feature rows in, heads out, as the Open Inference Protocol has it. No past, no baseline: NaN where the graph has no number.
import type { ModelDefinition } from '../../models/model.ts';
import type { InferRequest, Inferred, ServedQuestion, ServedRelease } from '../mesh/contracts.ts';
import { fail, ok, type Result } from '../mesh/result.ts';
import { faulty } from './faults.ts';
import type { Fleet } from './fleet.ts';
import type { Graph } from './graph.ts';
import { type LiveRelease, retryAfterSeconds } from './live-release.ts';
import type { InferenceAnswered, PredictionIds } from './logged-inference.ts';

/** Of those who know no id: whichever release is live. */
const LIVE = 'live';
const MAX_CHARACTERS = 200;

export async function infer(
  model: ModelDefinition,
  { version, features }: Pick<InferRequest, 'version' | 'features'>,
  fleet: Fleet,
  idsOf: (answered: InferenceAnswered) => PredictionIds,
): Promise<Result<Inferred>> {
  const found = await versionOf(model, version, fleet);
  if (!found.ok) return found;
  const { identity } = found.value;
  if ('refused' in found.value) {
    const dependency = `The release ${identity.id} of ${model.id}`;
    const detail = `${dependency} is refused: GET /v2/models/${model.id}/versions/${identity.id}/ready says why.`;
    return fail({ reason: 'unavailable', dependency, detail, retryAfterSeconds: retryAfterSeconds(found.value) });
  }
  const run = await outputsOf(model, found.value.graph, features);
  if (!run.ok) return run;
  const outputs = run.value;
  const simulated = model.learnsFrom === 'simulated';
  const predictionIds = idsOf({ model, identity, simulated, features, outputs });
  return ok({ release: identity.id, simulated, outputs, ...(predictionIds && { predictionIds }) });
}

/** It answered its golden vectors: what it cannot compute with is these rows, such as an hour of the day beyond 23. */
async function outputsOf(
  { id }: ModelDefinition,
  graph: Graph,
  features: Float32Array,
): Promise<Result<readonly Float32Array[]>> {
  try {
    return ok(await graph.run(features));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const detail = `got features that the graph cannot compute with: ${why.slice(0, MAX_CHARACTERS)}. Want such as ${id} makes itself`;
    return fail(faulty([{ pointer: '/inputs/0/data', detail }]));
  }
}

async function versionOf(
  model: ModelDefinition,
  version: string | undefined,
  fleet: Fleet,
): Promise<Result<LiveRelease>> {
  if (version === undefined || version === LIVE) return ok(await fleet.releaseOf(model));
  const release = await fleet.releaseById(model, version);
  return release ? ok(release) : fail({ reason: 'not_found', what: `version of ${model.id}`, id: version });
}

export interface Shelf {
  readonly models: readonly ModelDefinition[];
  readonly fleet: Fleet;
  /** Of all releases that are kept; none while nobody can say. */
  idsOf(model: ModelDefinition): Promise<readonly string[]>;
}

/** The live release of every model; or of one, before all others that are kept of it; or one version. */
export async function served(
  { model: id, version }: ServedQuestion,
  { models, fleet, idsOf }: Shelf,
): Promise<Result<readonly ServedRelease[]>> {
  if (id === undefined) {
    return ok(await Promise.all(models.map(async (model) => shown(model, await fleet.releaseOf(model)))));
  }
  const model = models.find((one) => one.id === id);
  if (!model) return fail({ reason: 'not_found', what: 'model', id });
  const found = await versionOf(model, version, fleet);
  if (!found.ok) return found;
  const asked = shown(model, found.value);
  if (version !== undefined) return ok([asked]);
  const others = (await idsOf(model)).filter((release) => release !== asked.release);
  return ok([asked, ...others.map((release) => ({ model: id, release }))]);
}

const shown = ({ id: model }: ModelDefinition, { identity, ...rest }: LiveRelease): ServedRelease => ({
  model,
  release: identity.id,
  ...('refused' in rest && { refused: rest.refused }),
});
