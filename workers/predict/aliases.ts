// Which release of a model answers as what: live, shadow or canary, folded from the changes that were asked for. Pure: no clock, no storage.
import { z } from 'zod';
import { ALIASES } from '../mesh/releases.ts';

const asked = {
  /** Counts the changes of a model, from 1. */
  version: z.int().positive(),
  at: z.int(),
  by: z.string(),
  reason: z.string(),
  /** The release that is bundled with the Worker that asked: what is live while nobody has said otherwise. */
  seed: z.string().nullable(),
};
export const Change = z.discriminatedUnion('kind', [
  z.strictObject({ ...asked, kind: z.literal('live'), release: z.string() }),
  z.strictObject({ ...asked, kind: z.literal('shadow'), release: z.string() }),
  z.strictObject({ ...asked, kind: z.literal('canary'), release: z.string(), percent: z.int().min(1).max(99) }),
  z.strictObject({ ...asked, kind: z.literal('clear'), alias: z.enum(ALIASES) }),
  z.strictObject({ ...asked, kind: z.literal('rollback'), release: z.string() }),
]);
export type Change = z.infer<typeof Change>;

export interface ModelAliases {
  /** How many changes there were. */
  readonly version: number;
  /** Null: the bundled release. */
  readonly live: string | null;
  /** What was live before, the last one first. */
  readonly before: readonly string[];
  readonly shadow: string | null;
  readonly canary: { readonly release: string; readonly percent: number } | null;
}

export const NO_ALIASES: ModelAliases = { version: 0, live: null, before: [], shadow: null, canary: null };

export function changed(aliases: ModelAliases, change: Change): ModelAliases {
  const next = { ...aliases, version: change.version };
  switch (change.kind) {
    case 'live':
      return alone(promoted(next, change.release, change.seed), change.seed);
    case 'shadow':
      return { ...next, shadow: change.release };
    case 'canary':
      return { ...next, canary: { release: change.release, percent: change.percent } };
    case 'clear':
      return change.alias === 'live'
        ? alone({ ...promoted(next, change.seed, change.seed), live: null }, change.seed)
        : { ...next, [change.alias]: null };
    case 'rollback':
      return alone({ ...next, live: change.release, before: aliases.before.slice(1) }, change.seed);
  }
}

const promoted = (aliases: ModelAliases, live: string | null, seed: string | null): ModelAliases => ({
  ...aliases,
  live,
  before: before(aliases, seed).filter((release) => release !== live),
});

/** What is live, however it came to be, needs no shadow of itself, and no share. */
function alone(aliases: ModelAliases, seed: string | null): ModelAliases {
  const { shadow, canary } = aliases;
  const live = aliases.live ?? seed;
  return {
    ...aliases,
    shadow: shadow === live ? null : shadow,
    canary: canary?.release === live ? null : canary,
  };
}

const MOST_BEFORE = 20;

/** The seed is remembered by its id: by the time of a rollback another may be bundled. */
function before({ live, before: older }: ModelAliases, seed: string | null): string[] {
  const last = live ?? seed;
  return last === null ? [...older] : [last, ...older.filter((release) => release !== last)].slice(0, MOST_BEFORE);
}

/** Whether the canary answers this key: for one release always the same keys, and more of them as its share grows. */
export const isInShare = (key: string, { release, percent }: NonNullable<ModelAliases['canary']>): boolean =>
  hundredthOf(`${release} ${key}`) < percent;

/** FNV-1a and an avalanche: keys that differ in their last letter alone are no neighbours. */
function hundredthOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}
