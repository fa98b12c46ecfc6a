// Where tests write: in memory, on a machine that has plenty. A database is copied there in a tenth of the time. Drills kill processes, never the machine: to them it is a disk.
import { accessSync, constants, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../db/local/process.ts';

const MEMORY = '/dev/shm';
const PREFIX = 'wattmesh-tests-';
/** Several times what a whole run holds at its fullest. */
const WANTED_BYTES = 8_000_000_000;

/** Vitest's globalSetup. Whoever has set TMPDIR has chosen. */
export default function setup(): (() => void) | undefined {
  if (process.env['TMPDIR'] !== undefined || !isRoomy()) return undefined;
  removeWhatTheKilledLeft();
  const folder = join(MEMORY, `${PREFIX}${process.pid}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  if (!runsPrograms(folder)) {
    remove();
    return undefined;
  }
  process.env['TMPDIR'] = folder;
  return () => {
    delete process.env['TMPDIR'];
    remove();
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

/** A container may forbid it there. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(program);
  }
}

function removeWhatTheKilledLeft(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : process.pid;
    if (!isAlive(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}
