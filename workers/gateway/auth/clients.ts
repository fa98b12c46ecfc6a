// The clients of the database as this isolate remembers them. Keeps hashes, never a secret; holds a bounded number.
import type { Scope } from '../../../db/schema.ts';
import { type Failure, fail, ok, type Result } from '../../mesh/result.ts';

export interface KnownClient {
  readonly id: string;
  readonly secretSha256: string;
  readonly scopes: readonly Scope[];
  readonly revokedAt: number | null;
}

/** What the database said of a client, and when it was asked. */
export interface SeenClient {
  readonly client: KnownClient;
  readonly seenAt: number;
}

/** What outlives the isolate. Neither ever throws. */
export interface KeptClients {
  /** Null when nothing is kept of it, or nobody can say. */
  recall(id: string): Promise<SeenClient | null>;
  /** False when it was not kept. */
  keep(seen: SeenClient): Promise<boolean>;
}

/** For work that may end after the answer was sent. */
export type Later = (work: Promise<unknown>) => void;

/** A revoked key is refused this long after, at most: while the database answers. */
export const REVOKED_WITHIN_MS = 60_000;
/** A new client is let in this long after a first try that came too early. */
const UNKNOWN_FOR_MS = 5_000;
/** While the database is away, a client seen before goes on this long, in whichever isolate. */
const TRUSTED_FOR_MS = 3_600_000;
/** Who keeps asking is asked about before the minute is over, beside its requests and once: a cancelled one is forgotten after this. */
const ASKING_FOR_MS = 5_000;
/** A database that is away is tried this often, beside the request of somebody known; only a stranger waits for it. */
const AWAY_FOR_MS = 2_000;
/** Another isolate may have seen a revocation just before: while the database is away, what outlives them is looked at this often, beside the request of somebody trusted. */
const RECALLED_EVERY_MS = 120_000;
/** A fresh isolate trusts for the hour less this, at worst. */
export const KEPT_EVERY_MS = 600_000;

interface Memory {
  /** Null: there is none. Undefined: nobody can say. */
  readonly client: KnownClient | null | undefined;
  readonly seenAt: number;
  askAgainAt: number;
  /** Seen when it was last written to what outlives the isolate. */
  keptAt?: number;
  /** In an outage: what others have seen is looked at then. Undefined: at once. */
  recallAt?: number;
}

export interface ClientDirectory {
  /** False when `find` has to ask elsewhere. */
  remembers(id: string): boolean;
  /** Null when there is no such client. */
  find(id: string, later: Later): Promise<Result<KnownClient | null>>;
}

export function clientDirectory({
  load,
  kept,
  isOutage,
  away,
  clock = Date.now,
  size = 5_000,
}: {
  readonly load: (id: string) => Promise<KnownClient | null>;
  readonly kept: KeptClients;
  readonly isOutage: (error: unknown) => boolean;
  /** What to answer about a client that nobody has seen while the database is away. */
  readonly away: Failure;
  readonly clock?: () => number;
  readonly size?: number;
}): ClientDirectory {
  const memories = new Map<string, Memory>();
  /** Null while the database answers. */
  let tryAgainAt: number | null = null;

  const isFresh = ({ client, seenAt }: Memory): boolean =>
    client !== undefined && clock() < seenAt + (client ? REVOKED_WITHIN_MS : UNKNOWN_FOR_MS);
  /** Who was revoked stays so, however long nobody can be asked. */
  const isTrusted = ({ client, seenAt }: Memory): boolean =>
    client != null && (client.revokedAt !== null || clock() < seenAt + TRUSTED_FOR_MS);

  function remember(id: string, memory: Memory): Memory {
    // Insertion order is age: the oldest goes first.
    memories.delete(id);
    const oldest = memories.size >= size ? memories.keys().next() : undefined;
    if (oldest?.value !== undefined) memories.delete(oldest.value);
    memories.set(id, memory);
    return memory;
  }

  async function ask(id: string, later: Later): Promise<KnownClient | null> {
    const seenAt = clock();
    if (tryAgainAt !== null) tryAgainAt = seenAt + ASKING_FOR_MS;
    const client = await load(id).catch((error: unknown) => {
      if (isOutage(error)) tryAgainAt = clock() + AWAY_FOR_MS;
      throw error;
    });
    tryAgainAt = null;
    const before = memories.get(id);
    const keptAt = client && before?.client && isSame(client, before.client) ? before.keptAt : undefined;
    const askAgainAt = seenAt + (client ? REVOKED_WITHIN_MS - ASKING_FOR_MS : UNKNOWN_FOR_MS);
    const memory = remember(id, { client, seenAt, askAgainAt, ...(keptAt !== undefined && { keptAt }) });
    if (client && (keptAt === undefined || seenAt >= keptAt + KEPT_EVERY_MS)) later(write(memory, { client, seenAt }));
    return client;
  }

  async function write(memory: Memory, seen: SeenClient): Promise<void> {
    memory.keptAt = seen.seenAt;
    if (!(await kept.keep(seen))) delete memory.keptAt;
  }

  /** Nobody waits for it; what goes wrong shows when somebody has to. */
  function askBeside(id: string, memory: Memory, later: Later): void {
    const now = clock();
    if (now < memory.askAgainAt || (tryAgainAt !== null && now < tryAgainAt)) return;
    memory.askAgainAt = now + ASKING_FOR_MS;
    later(ask(id, later).catch(() => {}));
  }

  /** Nobody waits for it: who was revoked goes on for moments, not for the hour. */
  function recallBeside(id: string, memory: Memory, later: Later): void {
    const now = clock();
    if (memory.recallAt !== undefined && now < memory.recallAt) return;
    memory.recallAt = now + RECALLED_EVERY_MS;
    later(recallNewer(id));
  }

  async function recallNewer(id: string): Promise<void> {
    const seen = await kept.recall(id);
    const memory = memories.get(id);
    if (seen && memory && seen.seenAt > memory.seenAt) remember(id, { ...memory, ...seen });
  }

  /** Who can be trusted though the database cannot be asked. */
  async function trusted(id: string, later: Later): Promise<Memory | null> {
    const memory = memories.get(id);
    if (memory && isTrusted(memory)) {
      recallBeside(id, memory, later);
      return memory;
    }
    if (memory && memory.client === undefined && clock() < memory.askAgainAt) return null;
    const seen = await kept.recall(id);
    const meanwhile = memories.get(id);
    if (meanwhile && isTrusted(meanwhile)) return meanwhile;
    const now = clock();
    const unknown = { client: undefined, seenAt: now, askAgainAt: now + AWAY_FOR_MS };
    const recalled = remember(id, { ...unknown, ...seen, recallAt: now + RECALLED_EVERY_MS });
    return isTrusted(recalled) ? recalled : null;
  }

  return {
    remembers(id) {
      const memory = memories.get(id);
      return memory !== undefined && (isFresh(memory) || (tryAgainAt !== null && isTrusted(memory)));
    },
    async find(id, later) {
      const memory = memories.get(id);
      if (memory && isFresh(memory)) {
        askBeside(id, memory, later);
        return ok(memory.client ?? null);
      }
      if (tryAgainAt !== null) {
        const known = await trusted(id, later);
        if (known) {
          askBeside(id, known, later);
          return ok(known.client ?? null);
        }
        if (tryAgainAt !== null && clock() < tryAgainAt) return fail(away);
      }
      try {
        return ok(await ask(id, later));
      } catch (error) {
        if (!isOutage(error)) throw error;
        const known = await trusted(id, later);
        return known ? ok(known.client ?? null) : fail(away);
      }
    },
  };
}

const isSame = (one: KnownClient, other: KnownClient): boolean =>
  one.secretSha256 === other.secretSha256 &&
  one.revokedAt === other.revokedAt &&
  one.scopes.join(' ') === other.scopes.join(' ');
