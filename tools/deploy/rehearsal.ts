// What a deploy would upload: sizes and startup time of each Worker. Needs no account and touches nothing outside a temporary folder.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf, type WorkerName } from '../workers.ts';
import { DEPLOY_ORDER, wrangler } from './wrangler.ts';

/** Of a paid plan; a free one takes 3 MB. */
const UPLOAD_LIMIT_KIB = 10_240;
const FREE_UPLOAD_LIMIT_KIB = 3_072;

export interface Rehearsed {
  readonly worker: WorkerName;
  readonly gzipKib: number;
  /** Milliseconds of work before the first request, on this machine. */
  readonly startupMs: number;
}

export async function rehearse(): Promise<Rehearsed[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'wattmesh-deploy-'));
  try {
    const results: Rehearsed[] = [];
    for (const worker of DEPLOY_ORDER) {
      const config = configOf(worker);
      const upload = await wrangler(['deploy', '--dry-run', '--outdir', join(scratch, worker), '-c', config]);
      const profile = join(scratch, `${worker}.cpuprofile`);
      const startup = await wrangler(['check', 'startup', `--args=-c ${config}`, '--outfile', profile]);
      results.push({
        worker,
        gzipKib: figure(upload, /gzip: ([\d.]+) KiB/),
        startupMs: figure(startup, /Active: ([\d.]+) ms/),
      });
    }
    return results;
  } finally {
    await rm(scratch, { recursive: true });
  }
}

export function table(rehearsed: readonly Rehearsed[]): string {
  const rows = rehearsed.map(({ worker, gzipKib, startupMs }) =>
    [
      worker.padEnd(10),
      gzipKib.toFixed(0).padStart(9),
      startupMs.toFixed(1).padStart(11),
      `  ${verdict(gzipKib)}`,
    ].join(''),
  );
  return ['worker      gzip KiB  startup ms', ...rows].join('\n');
}

function verdict(gzipKib: number): string {
  if (gzipKib > UPLOAD_LIMIT_KIB) return `TOO LARGE: Cloudflare takes ${UPLOAD_LIMIT_KIB} KiB`;
  return gzipKib > FREE_UPLOAD_LIMIT_KIB ? 'needs the paid plan' : 'fits the free plan';
}

function figure(output: string, pattern: RegExp): number {
  const found = pattern.exec(output)?.[1];
  if (found === undefined) throw new Error(`wrangler printed no ${pattern.source}:\n${output}`);
  return Number(found);
}
