// The clients of the database as this isolate remembers them. Keeps hashes, never a secret; holds a bounded number.
import type { Scope } from '../../../db/schema.ts';
import { type Failure, fail, ok, type Result } from '../../mesh/result.ts';

export interface KnownClient {
  readonly id: string;
  readonly secretSha256: string;
  readonly scopes: readonly Scope[];
  readonly revokedAt: number | null;
}

/** A revoked key is refused this long after, at most: while the database answers. */
export const REVOKED_WITHIN_MS = 60_000;
/** A new client is let in this long after a first try that came too early. */
const UNKNOWN_FOR_MS = 5_000;
/** While the database is away, a client seen before goes on this long. */
const TRUSTED_FOR_MS = 3_600_000;
/** One request at a time asks again; the others go on with what is remembered. */
const ASKING_FOR_MS = 5_000;
/** A database that is away is not asked by every request, nor waited for by any. */
const AWAY_FOR_MS = 2_000;

interface Memory {
  readonly client: KnownClient | null;
  readonly seenAt: number;
  askAgainAt: number;
}

export interface ClientDirectory {
  /** False when `find` has to ask the database. */
  remembers(id: string): boolean;
  /** Null when there is no such client. */
  find(id: string): Promise<Result<KnownClient | null>>;
}

export function clientDirectory({
  load,
  isOutage,
  away,
  clock = Date.now,
  size = 5_000,
}: {
  readonly load: (id: string) => Promise<KnownClient | null>;
  readonly isOutage: (error: unknown) => boolean;
  /** What to answer about a client never seen while the database is away. */
  readonly away: Failure;
  readonly clock?: () => number;
  readonly size?: number;
}): ClientDirectory {
  const memories = new Map<string, Memory>();
  let awayUntil = Number.NEGATIVE_INFINITY;

  function remember(id: string, client: KnownClient | null): void {
    // Insertion order is age: the oldest goes first.
    memories.delete(id);
    const oldest = memories.size >= size ? memories.keys().next() : undefined;
    if (oldest?.value !== undefined) memories.delete(oldest.value);
    const seenAt = clock();
    memories.set(id, {
      client,
      seenAt,
      askAgainAt: seenAt + (client ? REVOKED_WITHIN_MS - ASKING_FOR_MS : UNKNOWN_FOR_MS),
    });
  }

  return {
    remembers(id) {
      const memory = memories.get(id);
      return memory !== undefined && clock() < memory.askAgainAt;
    },
    async find(id) {
      const memory = memories.get(id);
      if (memory && clock() < memory.askAgainAt) return ok(memory.client);
      if (memory?.client) memory.askAgainAt = clock() + ASKING_FOR_MS;
      try {
        if (clock() >= awayUntil) {
          const client = await load(id);
          remember(id, client);
          return ok(client);
        }
      } catch (error) {
        if (!isOutage(error)) throw error;
        awayUntil = clock() + AWAY_FOR_MS;
      }
      if (memory?.client && clock() < memory.seenAt + TRUSTED_FOR_MS) return ok(memory.client);
      return fail(away);
    },
  };
}
