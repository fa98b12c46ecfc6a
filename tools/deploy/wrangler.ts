// Runs wrangler, quietly. Never asks anything and never sends usage data.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from '../root.ts';
import type { WorkerName } from '../workers.ts';

/** Whom the others call comes first, the public one last. */
export const DEPLOY_ORDER: readonly WorkerName[] = ['monitor', 'predict', 'ingest', 'gateway'];

export function wrangler(args: readonly string[], stdin = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'node_modules/wrangler/bin/wrangler.js'), ...args], {
      cwd: ROOT,
      env: { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false' },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`wrangler ${args.join(' ')} ended with ${code}:\n${output.trim()}`)),
    );
    child.stdin.end(stdin);
  });
}
