// Processes that a killed start left behind, known by a mark in their environment: never another project's.
import { readdir, readFile } from 'node:fs/promises';

/** Set for workerd to the folder it keeps its state in. */
export const MARK = 'WATTMESH_STATE';

/** Ends every process that carries our mark for this folder. Only Linux shows environments; elsewhere there is nothing to read. */
export async function endOrphans(home: string): Promise<number> {
  const pids = await marked(home);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }
  return pids.length;
}

/** Processes whose environment names this folder. */
export async function marked(home: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return pid !== process.pid && environment.split('\0').includes(`${MARK}=${home}`) ? [pid] : [];
    }),
  );
  return found.flat();
}
