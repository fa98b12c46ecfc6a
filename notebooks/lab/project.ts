// Where the project stands, seen from a notebook: our runner starts kernels in its root, Jupyter in the notebook's own folder.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** An absolute path from one that starts at the root of the project. */
export function fromRoot(path: string): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'wrangler.toml'))) return resolve(folder, path);
    if (folder === dirname(folder)) throw new Error(`${process.cwd()} is not inside the project: start Jupyter there`);
  }
}
