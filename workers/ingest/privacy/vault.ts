// How the bytes and rows of one dataset are kept: as they are, or, where they are about persons, never in plain text. Every way into the lake leads through one.
import type { DatasetDefinition, Row } from '../../../data/dataset.ts';
import { isPersonal } from '../../../data/privacy.ts';
import { hex } from '../hex.ts';
import { type Keys, keysOf, LockedError, PRIVACY_KEY } from './keys.ts';
import { opened, sealed } from './lake-cipher.ts';
import { treated } from './treatment.ts';

export interface Vault {
  /** Throws LockedError unless the key is there, and the one that was used before. */
  unlock(): Promise<void>;
  /** What lies in the lake of these bytes. */
  sealed(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Its inverse. */
  opened(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** What may be kept of a row. */
  treated(row: Row): Promise<Row>;
  /** 256 bits in hexadecimal that tell a body from another, and say nothing about it to whoever has no key. */
  fingerprint(body: string): Promise<string>;
}

/** Of the lake, what keeps the id of the key. */
export interface KeyShelf {
  get(key: string): Promise<{ text(): Promise<string> } | null>;
  /** Null when it stands already. */
  put(
    key: string,
    id: string,
    options: { readonly onlyIf: { readonly etagDoesNotMatch: '*' } },
  ): Promise<object | null>;
}

export interface VaultShell {
  readonly lake: KeyShelf;
  readonly secret: (name: string) => string | undefined;
}

/** A sentence, when nothing of this dataset may come in because nobody has set the key. */
export const whyLocked = ({ secret }: Pick<VaultShell, 'secret'>, definition: DatasetDefinition): string | undefined =>
  isPersonal(definition) && secret(PRIVACY_KEY) === undefined
    ? `${PRIVACY_KEY} is not set, and ${definition.id} is about persons: see docs/privacy.md`
    : undefined;

export const vaultOf = (shell: VaultShell, definition: DatasetDefinition): Vault =>
  isPersonal(definition) ? lockedVault(shell, definition) : OPEN_VAULT;

/** For datasets about nobody. */
const OPEN_VAULT: Vault = {
  async unlock() {
    // Nothing is locked.
  },
  sealed: (bytes) => bytes,
  opened: (bytes) => bytes,
  treated: async (row) => row,
  fingerprint: async (body) => hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body))),
};

function lockedVault(shell: VaultShell, definition: DatasetDefinition): Vault {
  let once: Promise<Keys> | undefined;
  const keys = () => {
    once ??= provenKeys(shell, definition);
    return once;
  };
  return {
    async unlock() {
      await keys();
    },
    async *sealed(bytes) {
      yield* sealed(await keys(), definition.id, bytes);
    },
    async *opened(bytes) {
      yield* opened(await keys(), definition.id, bytes);
    },
    treated: async (row) => treated(definition, await keys(), row),
    async fingerprint(body) {
      const { fingerprints } = await keys();
      return hex(await crypto.subtle.sign('HMAC', fingerprints, new TextEncoder().encode(body)));
    },
  };
}

/** Beside what it locks: with another key every pseudonym would silently be another. */
const KEY_ID_OBJECT = 'privacy/key-id';

async function provenKeys(shell: VaultShell, definition: DatasetDefinition): Promise<Keys> {
  const why = whyLocked(shell, definition);
  if (why) throw new LockedError(why);
  const keys = await keysOf(shell.secret(PRIVACY_KEY) ?? '');
  const used = await usedKeyId(shell.lake, keys.id);
  if (used !== keys.id)
    throw new LockedError(
      `${PRIVACY_KEY} is ${keys.id}, but what is kept about persons was locked with ${used}: set that one again, or see docs/privacy.md on changing it`,
    );
  return keys;
}

/** The first key that is ever used leaves its id. */
async function usedKeyId(lake: KeyShelf, id: string): Promise<string> {
  const before = await lake.get(KEY_ID_OBJECT);
  if (before) return before.text();
  // Null when somebody else was faster.
  const written = await lake.put(KEY_ID_OBJECT, id, { onlyIf: { etagDoesNotMatch: '*' } });
  if (written) return id;
  const now = await lake.get(KEY_ID_OBJECT);
  return now ? now.text() : id;
}
