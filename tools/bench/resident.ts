// The resident memory of workerd: all four Workers, the lake and the workflow engine, at its peak.
import { readFile } from 'node:fs/promises';
import { marked } from '../orphans.ts';

export async function peakMb(home: string): Promise<number> {
  const peaks = await Promise.all(
    (await marked(home)).map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
    }),
  );
  return Math.max(...peaks);
}
