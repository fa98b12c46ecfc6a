// A Postgres that a killed program left behind in a data directory. Stops that one, and only if it really is ours.
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commandOf, ended, isAlive } from './process.ts';

const STOP_WITHIN_MS = 10_000;

export async function stopOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  const pid = Number(text.split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && isAlive(pid)) {
    const command = await commandOf(pid);
    if (!command || !(/postgres/.test(command) && command.includes(data))) {
      // The pid was given to another program since. Postgres itself would believe that it still runs.
      await rm(file, { force: true });
      return;
    }
    // Postgres knows: SIGINT ends it at once and cleanly, SIGQUIT without cleaning.
    process.kill(pid, 'SIGINT');
    if (await ended(pid, STOP_WITHIN_MS)) return;
    process.kill(pid, 'SIGQUIT');
    if (!(await ended(pid, STOP_WITHIN_MS)))
      throw new Error(`the old Postgres in ${data} (process ${pid}) does not stop. Stop it: kill -9 ${pid}`);
  }
}

/** Of a postmaster that was killed: each works in the data directory. None where the system does not tell. */
export async function helpersIn(data: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const works = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, i) => works[i] === data).map(Number);
}
