// One process at a time may install: a file with its pid, waited for, and taken over from one that is gone. Plain JavaScript without dependencies, for Node >= 18.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** No install takes longer: a pid that still lives then is somebody else's by now. */
const INSTALLED_WITHIN_MS = 30 * 60_000;
const LOCK_LOOKED_AT_EVERY_MS = 250;

/** How to let it go. `onWait` is called once, when another process has it. */
export async function installLock(lock, { onWait }) {
  for (let waits = false; !isOurs(lock); waits = true) {
    if (!waits) onWait();
    await setTimeout(LOCK_LOOKED_AT_EVERY_MS);
  }
  return () => rmSync(lock, { force: true });
}

/** Made elsewhere and linked, so that a lock is never seen without the pid in it. */
function isOurs(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return isStaleTaken(lock, own) && isOurs(lock);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Of a process that was killed. Taken aside first: of two that find it stale, one must not remove the lock of the other. */
function isStaleTaken(lock, aside) {
  const stale = holder(lock);
  if (stale === null) return true;
  if (isInstalling(stale)) return false;
  try {
    renameSync(lock, aside);
    if (readFileSync(aside, 'utf8') === stale.pid) return true;
    linkSync(aside, lock);
    return false;
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holder(lock) {
  try {
    return { pid: readFileSync(lock, 'utf8'), since: statSync(lock).mtimeMs };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isInstalling({ pid, since }) {
  if (Date.now() - since > INSTALLED_WITHIN_MS) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch (error) {
    // Another user's process is alive too.
    return error.code === 'EPERM';
  }
}
