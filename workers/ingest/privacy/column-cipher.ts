// One value of one column under one key of the table. Deterministic: the same value at the same place gives the same text, so that loading twice changes nothing.
import { base64url, fromBase64url } from './base64url.ts';
import { type Keys, LockedError } from './keys.ts';

/** Where a value stands. It is bound to its place: moved to another row or column, it cannot be read. */
export interface Place {
  readonly dataset: string;
  readonly column: string;
  /** Values of the key columns, as they stand in the table. */
  readonly key: readonly string[];
}

const VERSION = 'e1';
const VECTOR_BYTES = 12;
const encoder = new TextEncoder();

/** `e1.<key id>.<vector, ciphertext and tag>`. The vector is made of place and value, never of chance. */
export async function encrypted(keys: Keys, place: Place, value: string): Promise<string> {
  const additionalData = contextOf(place);
  const seed = encoder.encode(JSON.stringify([place.dataset, place.column, ...place.key, value]));
  const mac = await crypto.subtle.sign('HMAC', keys.columnVectors, seed);
  const iv = new Uint8Array(mac, 0, VECTOR_BYTES);
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    keys.columns,
    encoder.encode(value),
  );
  const bytes = new Uint8Array(VECTOR_BYTES + sealed.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(sealed), VECTOR_BYTES);
  return `${VERSION}.${keys.id}.${base64url(bytes)}`;
}

export async function decrypted(keys: Keys, place: Place, text: string): Promise<string> {
  const [version, keyId, sealed = ''] = text.split('.');
  if (version !== VERSION) throw new LockedError(`${at(place)} is not encrypted in a way we know: want ${VERSION}.…`);
  if (keyId !== keys.id)
    throw new LockedError(`${at(place)} was encrypted with the key ${keyId}, PRIVACY_KEY is ${keys.id}`);
  const bytes = fromBase64url(sealed);
  const iv = bytes.subarray(0, VECTOR_BYTES);
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv, additionalData: contextOf(place) },
      keys.columns,
      bytes.subarray(VECTOR_BYTES),
    );
    return new TextDecoder().decode(plain);
  } catch {
    throw new LockedError(`${at(place)} was changed, or moved here from another row or column`);
  }
}

const contextOf = ({ dataset, column, key }: Place) => encoder.encode(JSON.stringify([dataset, column, ...key]));
const at = ({ dataset, column, key }: Place): string => `${dataset}.${column} of ${key.join('/')}`;
