// Every model of the catalogue and which release of it answers: what the aliases name, or the best of what still opens. Never rejects, never branches on a model.
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import type { ModelDefinition, SeriesModel } from '../../models/model.ts';
import { Release } from '../../models/release.ts';
import type { Log } from '../mesh/log.ts';
import { isInShare, type ModelAliases } from './aliases.ts';
import { type LiveRelease, openRelease, type ReleaseFiles } from './live-release.ts';
import { openedReleases } from './opened-releases.ts';
import { releases } from './releases.gen.ts';
import type { SeenAliases } from './seen-aliases.ts';
import { takeDown } from './shelf.ts';

const catalogue: ReadonlyMap<string, ModelDefinition> = new Map(Object.entries(models));
const bundled: ReadonlyMap<string, ReleaseFiles> = new Map(Object.entries(releases));
const hashes: ReadonlyMap<string, string> = new Map(Object.entries(FEATURE_SHA256));
/** Bundled papers that are not readable have no id: the release is refused under this name. */
const UNNAMED = 'none';

export const everyModel = (): readonly ModelDefinition[] => [...catalogue.values()];
export const modelOf = (id: string): ModelDefinition | undefined => catalogue.get(id);
export const seriesModels = (): readonly SeriesModel[] => everyModel().filter((model) => model.kind === 'series');

export const featureSha256Of = (model: string): string => hashes.get(model) ?? 'unknown';
export const bundledFiles = (model: string): ReleaseFiles | undefined => bundled.get(model);
/** Null for a model without one. */
export function seedOf(model: string): string | null {
  const files = bundled.get(model);
  return files ? (Release.safeParse(files.release).data?.id ?? UNNAMED) : null;
}

export interface Fleet {
  /** Who answers now: what is live, or the canary when this key falls into its share. */
  releaseOf(model: ModelDefinition, key?: string): Promise<LiveRelease>;
  /** Any release, for a replay or in the shadow. Null when there is no such release. */
  releaseById(model: ModelDefinition, release: string): Promise<LiveRelease | null>;
}

export function fleetOf({
  lake,
  aliases,
  log,
  later,
  clock = Date.now,
}: {
  readonly lake: R2Bucket;
  readonly aliases: SeenAliases;
  readonly log: Log;
  readonly later: (work: Promise<unknown>) => void;
  readonly clock?: () => number;
}): Fleet {
  const opening = openedReleases({
    filesOf: async ({ id }, release) =>
      release === seedOf(id) ? (bundled.get(id) ?? null) : takeDown(lake, id, release),
    featureSha256Of,
    later,
    clock,
  });
  /** What answered last as live in this isolate: it goes on while its successor is being opened, or cannot be. */
  const answering = new Map<string, LiveRelease>();
  const told = new Map<string, string>();

  function refused(model: ModelDefinition, release: string, reason: string): void {
    const name = `${model.id}/${release}`;
    if (told.get(name) === reason) return;
    told.set(name, reason);
    log.error('release_refused', { model: model.id, release, reason });
  }

  async function canary(model: ModelDefinition, { release }: NonNullable<ModelAliases['canary']>) {
    const { known, settled } = opening(model, release);
    const opened = known === undefined ? await settled : known;
    if (opened && 'graph' in opened) return opened;
    refused(model, release, reasonOf(opened));
    return null;
  }

  async function live(model: ModelDefinition, { live: named, before }: ModelAliases): Promise<LiveRelease> {
    const seed = seedOf(model.id);
    const wanted = named ?? seed;
    if (wanted === null) return openRelease(model, undefined, featureSha256Of(model.id));
    const { known, settled } = opening(model, wanted);
    const last = answering.get(model.id);
    if (known === undefined && last) return last;
    const opened = known === undefined ? await settled : known;
    if (opened && 'graph' in opened) {
      answering.set(model.id, opened);
      return opened;
    }
    const reason = reasonOf(opened);
    refused(model, wanted, reason);
    const standIn = last ?? (await firstThatOpens(model, [...before, ...(seed === null ? [] : [seed])], wanted));
    if (!standIn) return opened ?? { identity: unopened(model, wanted), refused: reason };
    answering.set(model.id, standIn);
    return { ...standIn, standsInFor: { release: wanted, reason } };
  }

  async function firstThatOpens(model: ModelDefinition, candidates: readonly string[], wanted: string) {
    for (const candidate of candidates) {
      if (candidate === wanted) continue;
      const { known, settled } = opening(model, candidate);
      const opened = known === undefined ? await settled : known;
      if (opened && 'graph' in opened) return opened;
    }
    return null;
  }

  return {
    async releaseOf(model, key) {
      const named = await aliases.of(model.id);
      const isCanarys = key !== undefined && named.canary !== null && isInShare(key, named.canary);
      const chosen = isCanarys && named.canary ? await canary(model, named.canary) : null;
      return chosen ?? live(model, named);
    },
    async releaseById(model, release) {
      const { known, settled } = opening(model, release);
      return known === undefined ? settled : known;
    },
  };
}

const unopened = ({ id }: ModelDefinition, release: string) => ({
  id: release,
  onnx_sha256: '0'.repeat(64),
  feature_sha256: featureSha256Of(id),
});

const reasonOf = (opened: LiveRelease | null): string =>
  opened && 'refused' in opened ? opened.refused : 'it is not in the lake';
