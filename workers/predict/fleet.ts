// Every model of the catalogue and which release of it answers: what the aliases name, or the best of what still opens. Never rejects, never branches on a model.
import { FEATURE_SHA256, models } from '../../models/catalogue.gen.ts';
import type { DetectorModel, ModelDefinition, SeriesModel } from '../../models/model.ts';
import { Release } from '../../models/release.ts';
import type { Log } from '../mesh/log.ts';
import { isInShare, type ModelAliases, NO_ALIASES } from './aliases.ts';
import { type LiveRelease, openRelease } from './live-release.ts';
import { openedReleases } from './opened-releases.ts';
import { type ReleaseFiles, releaseIn } from './papers.ts';
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
export const detectors = (): readonly DetectorModel[] => everyModel().filter((model) => model.kind === 'detector');

export const featureSha256Of = (model: string): string => hashes.get(model) ?? 'unknown';
export const bundledFiles = (model: string): ReleaseFiles | undefined => bundled.get(model);

/** Null for a model without one. */
export function seedOf(model: string): string | null {
  const files = bundled.get(model);
  return files ? (releaseIn(files).said?.id ?? UNNAMED) : null;
}

export interface Challenger {
  readonly role: 'shadow' | 'canary';
  readonly release: string;
}
export interface Fleet {
  /** Who answers now: what is live, or the canary when this key falls into its share. */
  releaseOf(model: ModelDefinition, key?: string): Promise<LiveRelease>;
  /** Any release, for a replay or in the shadow. Null when there is no such release. */
  releaseById(model: ModelDefinition, release: string): Promise<LiveRelease | null>;
  /** Which releases forecast beside live, to be scored with it. */
  besideLive(model: ModelDefinition): Promise<readonly Challenger[]>;
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
  const opened = openedReleases({
    filesOf: async ({ id }, release) =>
      release === seedOf(id) ? (bundled.get(id) ?? null) : takeDown(lake, id, release),
    featureSha256Of,
    isNamed,
    later,
    clock,
  });
  /** What answered last as live in this isolate: it goes on while its successor is being opened, or cannot be. */
  const answering = new Map<string, Open>();
  /** As they were seen last. */
  const named = new Map<string, ModelAliases>();
  const told = new Map<string, string>();
  let sweptAt = clock();

  async function aliasesOf({ id }: ModelDefinition): Promise<ModelAliases> {
    const seen = await aliases.of(id);
    named.set(id, seen);
    return seen;
  }

  function isNamed(model: string, release: string): boolean {
    if (answering.get(model)?.identity.id === release) return true;
    const { live, shadow, canary } = named.get(model) ?? NO_ALIASES;
    return [live ?? seedOf(model), shadow, canary?.release].includes(release);
  }

  /** Waits where it is being tried again: whoever names a release wants to know whether it opens now. A name that no release can have is looked for nowhere. */
  async function byId(model: ModelDefinition, release: string): Promise<LiveRelease | null> {
    if (!Release.shape.id.safeParse(release).success) return null;
    const { known, settled } = opened.open(model, release);
    return known && isOpen(known) ? known : settled();
  }

  function refused(model: ModelDefinition, release: string, reason: string): void {
    const name = `${model.id}/${release}`;
    if (told.get(name) === reason) return;
    told.set(name, reason);
    log.error('release_refused', { model: model.id, release, reason });
  }

  /** Null when the canary does not open: then its share is answered by what is live. */
  async function canaryOf(model: ModelDefinition, release: string): Promise<Open | null> {
    const { known, settled } = opened.open(model, release);
    const canary = known === undefined ? await settled() : known;
    if (isOpen(canary)) return canary;
    refused(model, release, reasonOf(canary));
    return null;
  }

  async function liveOf(model: ModelDefinition, { live, before }: ModelAliases): Promise<LiveRelease> {
    const seed = seedOf(model.id);
    const wanted = live ?? seed;
    if (wanted === null) return openRelease(model, undefined, featureSha256Of(model.id));
    const last = answering.get(model.id);
    const { known, settled } = opened.open(model, wanted);
    if (known === undefined && last) return last;
    const found = known === undefined ? await settled() : known;
    if (isOpen(found)) {
      answering.set(model.id, found);
      return found;
    }
    const reason = reasonOf(found);
    refused(model, wanted, reason);
    const others = [...before, ...(seed === null ? [] : [seed])].filter((release) => release !== wanted);
    const standIn = last ?? (await firstThatOpens(model, others));
    if (!standIn) return found ?? { identity: unopened(model, wanted), refused: reason };
    answering.set(model.id, standIn);
    return { ...standIn, standsInFor: { release: wanted, reason } };
  }

  async function firstThatOpens(model: ModelDefinition, releases: readonly string[]): Promise<Open | null> {
    for (const release of releases) {
      const found = await byId(model, release);
      if (isOpen(found)) return found;
    }
    return null;
  }

  function sweepNowAndThen(): void {
    if (clock() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = clock();
    opened.sweep();
  }

  return {
    async releaseOf(model, key) {
      sweepNowAndThen();
      const standing = await aliasesOf(model);
      const { canary } = standing;
      const isCanarys = key !== undefined && canary !== null && isInShare(key, canary);
      return (isCanarys ? await canaryOf(model, canary.release) : null) ?? liveOf(model, standing);
    },
    releaseById: byId,
    async besideLive(model) {
      const { shadow, canary } = await aliasesOf(model);
      return [
        ...(shadow === null ? [] : [{ role: 'shadow', release: shadow } as const]),
        ...(canary === null ? [] : [{ role: 'canary', release: canary.release } as const]),
      ];
    },
  };
}

const SWEEP_EVERY_MS = 30_000;

type Open = Extract<LiveRelease, { readonly furthest: number }>;
const isOpen = (release: LiveRelease | null): release is Open => release !== null && 'graph' in release;

const unopened = ({ id }: ModelDefinition, release: string) => ({
  id: release,
  onnx_sha256: '0'.repeat(64),
  feature_sha256: featureSha256Of(id),
});

const reasonOf = (opened: LiveRelease | null): string =>
  opened && 'refused' in opened ? opened.refused : 'it is not in the lake';
