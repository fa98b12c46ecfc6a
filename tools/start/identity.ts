// When a process began: with its pid, it names one process for good, though pids are used again.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Null when there is no such process. */
export function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process lives, too.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return null;
  }
  return process.platform === 'linux' ? ticksSinceBoot(pid) : dateOf(pid);
}

/** Field 22 of /proc/<pid>/stat; the command in field 2 may hold spaces and brackets. A zombie is no process. */
function ticksSinceBoot(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
    return fields?.[0] === 'Z' ? null : (fields?.[19] ?? null);
  } catch {
    return null;
  }
}

function dateOf(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
