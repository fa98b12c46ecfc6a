// Does a secret match what the database keeps of it? Compares hashes, in the same time wherever they differ.

export interface Credentials {
  readonly client: string;
  readonly secret: string;
}

/** What a client id and a secret of ours look like: the rest is not worth a query. */
const CLIENT = /^[\w-]{1,64}$/;
const MAX_SECRET_CHARACTERS = 256;

export const isClientId = (text: string): boolean => CLIENT.test(text);

export function credentials(client: string, secret: string): Credentials | null {
  if (!isClientId(client) || secret === '' || secret.length > MAX_SECRET_CHARACTERS) return null;
  return { client, secret };
}

export function splitApiKey(key: string): Credentials | null {
  const dot = key.indexOf('.');
  return credentials(key.slice(0, Math.max(dot, 0)), key.slice(dot + 1));
}

export async function matches(secret: string, sha256: string): Promise<boolean> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
  let difference = sha256.length ^ (digest.length * 2);
  for (let i = 0; i < digest.length; i++)
    difference |= digest[i]! ^ Number.parseInt(sha256.slice(2 * i, 2 * i + 2), 16);
  return difference === 0;
}
