// One process at a time may run the Postgres of a directory. A claim outlives a killed process, but does not bind the next one.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { birthOf } from './process.ts';

const Claim = z.object({ pid: z.int(), birth: z.string().nullable() });

/** How to give it up. */
export async function claim(file: string): Promise<() => Promise<void>> {
  await mkdir(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, birth: await birthOf(process.pid) });
  for (;;) {
    try {
      await writeFile(file, mine, { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = await holderOf(file);
    if (holder !== null) {
      throw new Error(
        `${dirname(file)} is in use by process ${holder}. Stop it (Ctrl-C there), or choose another directory: WATTMESH_HOME=…`,
      );
    }
    await rm(file, { force: true });
  }
}

/** The process that still holds it. */
async function holderOf(file: string): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const written = Claim.safeParse(parsed(text)).data;
  if (!written) return null;
  const birth = await birthOf(written.pid);
  return birth !== null && birth === written.birth ? written.pid : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
