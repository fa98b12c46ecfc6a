// Which state folders were started from this tree: for a command that looks where nothing runs. Only a memory; what is lost of it is only not named.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../root.ts';
import { heldBy } from './home.ts';

const NOTES = join(ROOT, 'node_modules', '.cache', 'state-folders');

export interface Running {
  readonly directory: string;
  readonly url: string;
}

export function remember(directory: string, notes = NOTES): void {
  const path = resolve(directory);
  mkdirSync(notes, { recursive: true });
  writeFileSync(join(notes, createHash('sha256').update(path).digest('hex').slice(0, 16)), path);
}

/** Those in which something runs now; the others are forgotten. */
export function runningFolders(notes = NOTES): readonly Running[] {
  mkdirSync(notes, { recursive: true });
  return readdirSync(notes).flatMap((name) => {
    const note = join(notes, name);
    const directory = readFileSync(note, 'utf8');
    const url = heldBy(directory)?.url;
    if (url !== undefined) return [{ directory, url }];
    rmSync(note, { force: true });
    return [];
  });
}
