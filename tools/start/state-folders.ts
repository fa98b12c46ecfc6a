// Which state folders were started from this tree: for a command that looks where nothing runs. Only a memory; what is lost of it is only not named.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  try {
    mkdirSync(notes, { recursive: true });
    writeFileSync(join(notes, createHash('sha256').update(path).digest('hex').slice(0, 16)), path);
  } catch {
    // A tree that cannot be written is no reason not to start.
  }
}

/** Those in which something runs now; the others are forgotten. */
export function runningFolders(notes = NOTES): readonly Running[] {
  return namesIn(notes).flatMap((name) => {
    const directory = textOf(join(notes, name));
    const url = directory === '' ? undefined : heldBy(directory)?.url;
    if (url !== undefined) return [{ directory, url }];
    rmSync(join(notes, name), { force: true });
    return [];
  });
}

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Empty where another command has forgotten it meanwhile. */
function textOf(note: string): string {
  try {
    return readFileSync(note, 'utf8');
  } catch {
    return '';
  }
}
