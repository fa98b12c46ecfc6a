// Where things lie in the lake, and how bytes become immutable there. Never changes or deletes an object under raw/.
import type { Instant } from '../../data/time.ts';
import { hex } from './hex.ts';

export const stagingPrefix = (run: string): string => `staging/${run}/`;
export const workPrefix = (run: string): string => `work/${run}/`;

export interface RawBytes {
  readonly dataset: string;
  readonly source: string;
  readonly run: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly fetchedAt: Instant;
  readonly simulated: boolean;
}

export function rawKey({ dataset, source, run, sha256, fetchedAt }: RawBytes): string {
  const day = new Date(fetchedAt).toISOString().slice(0, 10);
  return `raw/${dataset}/${day}/${source}/${run}-${sha256.slice(0, 8)}`;
}

/** Copies staged bytes to their final key; R2 refuses them if they are not the ones that were hashed. Repeating it changes nothing. */
export async function commit(lake: R2Bucket, stagedKey: string, raw: RawBytes): Promise<string> {
  const key = rawKey(raw);
  if (await lake.head(key)) return key;
  const staged = await lake.get(stagedKey);
  if (!staged) throw new Error(`${stagedKey} is gone and ${key} was never written`);
  // R2 takes only streams whose length is known.
  const { readable, writable } = new FixedLengthStream(raw.bytes);
  await Promise.all([
    staged.body.pipeTo(writable),
    lake.put(key, readable, {
      sha256: raw.sha256,
      customMetadata: {
        source: raw.source,
        fetchedAt: new Date(raw.fetchedAt).toISOString(),
        simulated: String(raw.simulated),
      },
    }),
  ]);
  return key;
}

export async function sha256Of(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/** R2 lists at most 1,000 keys at a time. */
export async function deletePrefix(lake: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const { objects, truncated } = await lake.list({ prefix });
    if (objects.length > 0) await lake.delete(objects.map(({ key }) => key));
    if (!truncated) return;
  }
}
