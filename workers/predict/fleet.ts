// Every model of the catalogue with its release: each opened when first asked, once in an isolate.
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import { Release } from '../../models/release.ts';
import type { ReleaseSummary } from '../mesh/contracts.ts';
import { type LiveRelease, openRelease, type ReleaseFiles } from './live-release.ts';
import { releases } from './releases.gen.ts';

const catalogue: ReadonlyMap<string, ModelDefinition> = new Map(Object.entries(models));
const files: ReadonlyMap<string, ReleaseFiles> = new Map(Object.entries(releases));
const hashes: ReadonlyMap<string, string> = new Map(Object.entries(FEATURE_SHA256));
const opened = new Map<string, Promise<LiveRelease>>();

export const everyModel = (): readonly ModelDefinition[] => [...catalogue.values()];
export const modelOf = (id: string): ModelDefinition | undefined => catalogue.get(id);
export const seriesModels = (): readonly SeriesModel[] => everyModel().filter((model) => model.kind === 'series');

/** What their papers say. One that is not readable is missing here, and health says why. */
export function releaseSummaries(): readonly ReleaseSummary[] {
  return [...files.values()].flatMap((one) => {
    const { data } = Release.safeParse(one.release);
    if (!data) return [];
    const { id, model, trained_at, onnx_sha256, feature_sha256, metrics } = data;
    return [{ id, model, trained_at, onnx_sha256, feature_sha256, metrics }];
  });
}

/** Never rejects: a release that cannot answer says why, and goes on saying so. */
export function releaseOf({ id }: ModelDefinition): Promise<LiveRelease> {
  const known = opened.get(id);
  if (known) return known;
  const model = catalogue.get(id);
  if (!model) throw new Error(`there is no model ${id}`);
  const opening = openRelease(model, files.get(id), hashes.get(id) ?? 'unknown');
  opened.set(id, opening);
  return opening;
}
