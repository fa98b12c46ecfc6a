// The aliases as this isolate saw them last: asked again after five seconds, never more than nine seconds old while their object answers.
import { within } from '../mesh/within.ts';
import { type ModelAliases, NO_ALIASES } from './aliases.ts';

export type AllAliases = Readonly<Record<string, ModelAliases>>;

const FRESH_FOR_MS = 5_000;
/** Older than this, whoever asks waits: an isolate that slept must not wake up with yesterday's word. */
const USABLE_FOR_MS = 9_000;
const PATIENCE_MS = 2_000;

export interface SeenAliases {
  /** Never rejects. */
  of(model: string): Promise<ModelAliases>;
  /** What the object has just said to this isolate. */
  heard(model: string, aliases: ModelAliases): void;
}

export function seenAliases({
  ask,
  later,
  lost,
  clock = Date.now,
}: {
  readonly ask: () => Promise<AllAliases>;
  /** Lets a question outlive the request that put it. */
  readonly later: (work: Promise<unknown>) => void;
  /** Told when the object does not answer: what was seen last goes on. */
  readonly lost: (error: unknown) => void;
  readonly clock?: () => number;
}): SeenAliases {
  let seen = new Map<string, ModelAliases>();
  let seenAt = Number.NEGATIVE_INFINITY;
  let asking: { readonly since: number; readonly done: Promise<void> } | null = null;
  let lostAt = Number.NEGATIVE_INFINITY;

  function look(): Promise<void> {
    const now = clock();
    if (asking && now - asking.since < PATIENCE_MS) return asking.done;
    const question = { since: now, done: within(PATIENCE_MS, ask()).then(keep(now), missed).finally(forget) };
    function forget() {
      if (asking === question) asking = null;
    }
    asking = question;
    later(question.done);
    return question.done;
  }

  function missed(error: unknown) {
    lostAt = clock();
    lost(error);
  }

  /** An answer that was asked for earlier than what is here is older than it. */
  const keep = (askedAt: number) => (all: AllAliases) => {
    if (askedAt < seenAt) return;
    const newest = new Map(Object.entries(all));
    for (const [model, mine] of seen) if ((newest.get(model)?.version ?? 0) < mine.version) newest.set(model, mine);
    seen = newest;
    seenAt = askedAt;
  };

  return {
    async of(model) {
      const now = clock();
      const age = now - seenAt;
      if (age >= FRESH_FOR_MS && now - lostAt >= FRESH_FOR_MS) {
        const looked = look();
        // Another request may have begun to look.
        if (age >= USABLE_FOR_MS) await within(PATIENCE_MS, looked).catch(() => {});
      }
      return seen.get(model) ?? NO_ALIASES;
    },
    heard(model, aliases) {
      if ((seen.get(model)?.version ?? 0) <= aliases.version) seen.set(model, aliases);
    },
  };
}
