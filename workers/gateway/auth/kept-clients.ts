// What is known of clients, in a bucket of the gateway's own: for an isolate that starts while the database is away. Never holds a secret, only its hash.
import { z } from 'zod';
import { SCOPES } from '../../../db/schema.ts';
import type { Log } from '../../mesh/log.ts';
import { within } from '../../mesh/within.ts';
import type { KeptClients, SeenClient } from './clients.ts';

/** A request waits for this while the database is away. */
const RECALL_MS = 1_000;

const KeptClient = z.strictObject({
  id: z.string(),
  secret_sha256: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  revoked_at: z.number().nullable(),
  seen_at: z.number(),
});

const keyOf = (id: string): string => `${id}.json`;

export function keptClients(bucket: R2Bucket, log: Log): KeptClients {
  async function read(id: string): Promise<SeenClient | null> {
    const object = await bucket.get(keyOf(id));
    if (!object) return null;
    const {
      secret_sha256: secretSha256,
      revoked_at: revokedAt,
      seen_at: seenAt,
      ...rest
    } = KeptClient.parse(await object.json());
    return { client: { ...rest, secretSha256, revokedAt }, seenAt };
  }

  return {
    async recall(id) {
      try {
        return await within(RECALL_MS, read(id));
      } catch (error) {
        log.warn('client_not_recalled', { client: id, error });
        return null;
      }
    },
    async keep({ client: { id, secretSha256, scopes, revokedAt }, seenAt }) {
      const text = JSON.stringify({ id, secret_sha256: secretSha256, scopes, revoked_at: revokedAt, seen_at: seenAt });
      try {
        // What another isolate wrote after we asked may know of a revocation that we do not.
        const put = await bucket.put(keyOf(id), text, {
          onlyIf: { uploadedBefore: new Date(seenAt) },
          httpMetadata: { contentType: 'application/json' },
        });
        return put !== null;
      } catch (error) {
        log.warn('client_not_kept', { client: id, error });
        return false;
      }
    },
  };
}
