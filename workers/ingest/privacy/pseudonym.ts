// A keyed hash in the place of a value: the same for the same value in columns of one name, and no way back without the key and a guess.
import { base64url } from './base64url.ts';
import type { Keys } from './keys.ts';

const VERSION = 'p1';
/** 128 bits: no two of a billion persons share one by chance. */
const BYTES = 16;

/** The name of the column is part of it, the dataset is not: `customer` is the same in every dataset. */
export async function pseudonym({ pseudonyms }: Keys, column: string, value: string): Promise<string> {
  const said = new TextEncoder().encode(JSON.stringify([column, value]));
  const mac = await crypto.subtle.sign('HMAC', pseudonyms, said);
  return `${VERSION}.${base64url(new Uint8Array(mac, 0, BYTES))}`;
}
