// `npm start` as a user runs it, in a folder and on a port of its own, with simulated data.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../tools/root.ts';
import { freePort } from '../tools/start/home.ts';

const READY_WITHIN_MS = 120_000;

export interface Product {
  readonly url: string;
  readonly apiKey: string;
  /** As Ctrl-C does; the exit code comes back. */
  stop(): Promise<number | null>;
}

export async function startProduct(home: string): Promise<Product> {
  const port = await freePort();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, WATTMESH_HOME: home, WATTMESH_WORLD: 'simulated', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_WITHIN_MS / 1000} s`)), READY_WITHIN_MS);
    ended.then((code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(`  | ${line}`);
      const url = /^ready (\S+)$/.exec(line)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
  const url = await ready;
  return {
    url,
    apiKey: (await readFile(join(home, 'api-key'), 'utf8')).trim(),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
