// What only the simulator has, in a folder named after the code that makes it: other code, another folder. Runs the maker; knows nothing of what it makes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './project.ts';

export interface Maker {
  /** From the root: run with the folder and what is asked of it. */
  readonly script: string;
  /** Files of tools/simulate that decide what comes out. */
  readonly world: readonly string[];
}

export function simulatedFolder(name: string, { script, world }: Maker): string {
  const hash = createHash('sha256').update(readFileSync(fromRoot(script)));
  for (const file of world) hash.update(readFileSync(fromRoot(join('tools/simulate', file))));
  const home = fromRoot(join(process.env['WATTMESH_HOME'] ?? '.local', 'lab'));
  return join(home, `${name}-${hash.digest('hex').slice(0, 8)}`);
}

/** A command of its own: the simulator is none of the lab's business. */
export function runMaker({ script }: Maker, folder: string, asked: readonly string[]): void {
  const command = [fromRoot('tools/ensure.mjs'), fromRoot(script), folder, ...asked];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: fromRoot('.'), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ${asked.join(' ')} failed: ${stderr}${stdout}`);
}
