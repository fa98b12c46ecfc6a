// Where tests write: in memory, on a machine that has plenty. A database is copied there in a tenth of the time. Drills kill processes, never the machine: to them it is a disk.
import { accessSync, chmodSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../db/local/process.ts';

const MEMORY = '/dev/shm';
const PREFIX = 'wattmesh-tests-';
/** Several times what a whole run holds at its fullest. */
const WANTED_BYTES = 8_000_000_000;

/** Vitest's globalSetup. Whoever has set TMPDIR has chosen. */
export default function setup(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined) return undefined;
  removeWhatTheKilledLeft();
  const folder = isRoomy() ? folderThatRunsPrograms() : null;
  if (folder === null) return undefined;
  process.env['TMPDIR'] = folder;
  return () => {
    delete process.env['TMPDIR'];
    rmSync(folder, { recursive: true, force: true });
  };
}

function isRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory()) >= WANTED_BYTES;
  } catch {
    return false;
  }
}

/** Null where a container forbids to run them there, or to write. */
function folderThatRunsPrograms(): string | null {
  let folder: string | null = null;
  try {
    folder = mkdtempSync(join(MEMORY, `${PREFIX}${process.pid}-`));
    // As /tmp is: a Postgres of root's runs as somebody else.
    chmodSync(folder, 0o755);
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    accessSync(program, constants.X_OK);
    return folder;
  } catch {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

function removeWhatTheKilledLeft(): void {
  for (const name of namesIn(MEMORY).filter((one) => one.startsWith(PREFIX))) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    // One of our own number was left by somebody who had it before.
    if (pid !== process.pid && isAlive(pid)) continue;
    try {
      rmSync(join(MEMORY, name), { recursive: true, force: true });
    } catch {
      // Another user's: it is theirs to remove.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
