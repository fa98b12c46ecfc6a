// One process at a time may hold a folder. The lock is the kernel's and ends with its holder, however that ends; the file beside it only says who that is.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const Holder = z.object({ pid: z.int(), url: z.string().optional() });
export type Holder = z.infer<typeof Holder>;

/** Of several at once one wins: the others ask again this long before they believe that they lost. */
const SURE_AFTER_MS = 500;
const SQLITE_BUSY = 5;

/** Collected as garbage, a lock would be open. */
const held = new Set<DatabaseSync>();

/** How to give it up. Fails with `refusal` when somebody holds it; null when the holder did not yet say who it is. */
export function claim(
  file: string,
  { refusal, url }: { readonly refusal: (holder: Holder | null) => string; readonly url?: string },
): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const lock = locked(file);
  if (!lock) throw new Error(refusal(written(file)));
  held.add(lock);
  writeFileSync(file, JSON.stringify({ pid: process.pid, url } satisfies Holder));
  return () => {
    if (!held.delete(lock)) return;
    rmSync(file, { force: true });
    lock.close();
  };
}

/** Who holds it now. */
export function holderOf(file: string): Holder | null {
  const lock = locked(file);
  lock?.close();
  return lock ? null : written(file);
}

/** Node has no flock: SQLite brings one, for every system. Null when another has it. The file stays: removed, it could be locked twice. */
function locked(file: string): DatabaseSync | null {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: SURE_AFTER_MS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw new Error(`${file}.lock cannot be locked. Remove it, when nothing runs here`, { cause: error });
  }
}

function written(file: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
