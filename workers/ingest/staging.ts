// Bytes of unknown length on their way into the lake: sealed, hashed and counted as they pass, never held whole.
import { hex } from './hex.ts';
import type { Vault } from './privacy/vault.ts';

export interface Stored {
  readonly bytes: number;
  readonly sha256: string;
}

/** R2 wants parts of one size, 5 MiB or more, except the last. */
const PART_BYTES = 8 * 1024 * 1024;

/** Writes the stream to `key`, as the vault keeps it; hash and length are of what lies there. Repeating it overwrites: staging keys are temporary. */
export async function stage(
  { lake, vault }: { readonly lake: R2Bucket; readonly vault: Vault },
  key: string,
  stream: AsyncIterable<Uint8Array>,
): Promise<Stored> {
  const digest = new crypto.DigestStream('SHA-256');
  const hash = digest.getWriter();
  const upload = partsOf(lake, key);
  let bytes = 0;
  try {
    for await (const chunk of vault.sealed(stream)) {
      bytes += chunk.byteLength;
      await Promise.all([hash.write(chunk), upload.write(chunk)]);
    }
    await Promise.all([hash.close(), upload.close()]);
  } catch (error) {
    await Promise.allSettled([hash.abort(error), upload.abort()]);
    // The digest of a broken stream rejects as well: nobody waits for it.
    digest.digest.catch(() => undefined);
    throw error;
  }
  return { bytes, sha256: hex(await digest.digest) };
}

/** Fills parts of equal size; one that never fills is a plain object. */
function partsOf(lake: R2Bucket, key: string) {
  const part = new Uint8Array(PART_BYTES);
  const done: R2UploadedPart[] = [];
  let filled = 0;
  let upload: R2MultipartUpload | undefined;

  async function flush(): Promise<void> {
    upload ??= await lake.createMultipartUpload(key);
    done.push(await upload.uploadPart(done.length + 1, part.slice(0, filled)));
    filled = 0;
  }

  return {
    async write(chunk: Uint8Array): Promise<void> {
      for (let at = 0; at < chunk.byteLength; ) {
        const taken = chunk.subarray(at, at + PART_BYTES - filled);
        part.set(taken, filled);
        filled += taken.byteLength;
        at += taken.byteLength;
        if (filled === PART_BYTES) await flush();
      }
    },
    async close(): Promise<void> {
      if (!upload) {
        await lake.put(key, part.slice(0, filled));
        return;
      }
      if (filled > 0) await flush();
      await upload.complete(done);
    },
    async abort(): Promise<void> {
      await upload?.abort();
    },
  };
}
