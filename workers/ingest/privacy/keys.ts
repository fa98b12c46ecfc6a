// One secret of 32 bytes, and the separate keys that come of it. None of them is ever written down; only the id of the secret is.
import { hex } from '../hex.ts';

/** The key is absent, malformed or another than the one that was used before: asking again does not help. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

export const PRIVACY_KEY = 'PRIVACY_KEY';
const KEY_BYTES = 32;
export const KEY_ID_BYTES = 6;

export interface Keys {
  /** Says which secret, and nothing about it. */
  readonly id: string;
  /** HMAC-SHA-256. */
  readonly pseudonyms: CryptoKey;
  /** HMAC-SHA-256: makes the initialisation vectors of columns. */
  readonly columnVectors: CryptoKey;
  /** AES-256-GCM. */
  readonly columns: CryptoKey;
  /** HMAC-SHA-256: bodies that were pushed, told apart without being known. */
  readonly fingerprints: CryptoKey;
  /** HKDF: each object of the lake has a key of its own. */
  readonly lake: CryptoKey;
}

export async function keysOf(secret: string): Promise<Keys> {
  const bytes = bytesOf(secret);
  if (bytes?.byteLength !== KEY_BYTES)
    throw new LockedError(
      `${PRIVACY_KEY} is not ${KEY_BYTES} bytes as base64: make one with \`openssl rand -base64 ${KEY_BYTES}\``,
    );
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
  const derived = (what: string) => derive(master, what, new Uint8Array());
  const mac = async (what: string) =>
    crypto.subtle.importKey('raw', await derived(what), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return {
    id: hex((await derived('key id')).slice(0, KEY_ID_BYTES)),
    pseudonyms: await mac('pseudonyms'),
    columnVectors: await mac('column vectors'),
    columns: await crypto.subtle.importKey('raw', await derived('columns'), 'AES-GCM', false, ['encrypt', 'decrypt']),
    fingerprints: await mac('fingerprints'),
    lake: await crypto.subtle.importKey('raw', await derived('lake'), 'HKDF', false, ['deriveBits']),
  };
}

/** 256 bits for one use: another use, another key. */
export function derive(from: CryptoKey, use: string, salt: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const info = new TextEncoder().encode(`wattmesh ${use} v1`);
  return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, from, KEY_BYTES * 8);
}

function bytesOf(secret: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(secret.trim()), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
