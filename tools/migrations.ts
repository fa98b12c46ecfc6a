// Whether the migrations hold what the drizzle tables say. Asks drizzle-kit; knows nothing of a database.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root.ts';

const MIGRATIONS = join(ROOT, 'db', 'migrations');

/** Generates into a copy: what appears there is missing here. */
export async function migrationIsCurrent(): Promise<boolean> {
  const copy = await mkdtemp(join(tmpdir(), 'wattmesh-migrations-'));
  try {
    await cp(MIGRATIONS, copy, { recursive: true });
    return (await generateInto(copy)).length === 0;
  } finally {
    await rm(copy, { recursive: true });
  }
}

/** The files that drizzle-kit added. */
export const writeMigration = (): Promise<string[]> => generateInto(MIGRATIONS);

async function generateInto(folder: string): Promise<string[]> {
  const before = new Set(await readdir(folder));
  await promisify(execFile)(
    process.execPath,
    [join(ROOT, 'node_modules', 'drizzle-kit', 'bin.cjs'), 'generate', '--config', 'drizzle.config.ts'],
    { cwd: ROOT, env: { ...process.env, DRIZZLE_OUT: relative(ROOT, folder) } },
  );
  return (await readdir(folder)).filter((name) => !before.has(name)).map((name) => join(relative(ROOT, folder), name));
}
