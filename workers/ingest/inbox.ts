// What clients push and people send, between its acceptance and the raw lake. Temporary: what a run has loaded lies under raw/.
import type { Log } from '../mesh/log.ts';
import type { Vault } from './privacy/vault.ts';

interface Inbox {
  readonly lake: R2Bucket;
  readonly vault: Vault;
}

export const inboxKey = (dataset: string, pushOrUpload: string): string => `inbox/${dataset}/${pushOrUpload}`;

/** Of a push, which is small: files go through `stage`. */
export async function keepBody({ lake, vault }: Inbox, key: string, body: string): Promise<void> {
  await lake.put(key, new Blob(await gathered(vault.sealed(once(new TextEncoder().encode(body))))));
}

/** Of a push, or a part of a file. Throws when it is gone: to go on without it would be to lose it silently. */
export async function* bodyOf({ lake, vault }: Inbox, key: string): AsyncGenerator<Uint8Array> {
  const body = await lake.get(key);
  if (!body) throw new Error(`what was accepted is not in the lake any more: want ${key}`);
  yield* vault.opened(body.body);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function gathered(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return parts;
}

/** Of what nobody will read again. One that stays takes room and does no harm. */
export async function discard(lake: R2Bucket, log: Log, keys: readonly string[]): Promise<void> {
  // R2 deletes at most 1,000 at once.
  for (let i = 0; i < keys.length; i += 1_000) {
    try {
      await lake.delete(keys.slice(i, i + 1_000));
    } catch (error) {
      log.warn('inbox not tidied', { objects: keys.length, error });
    }
  }
}
