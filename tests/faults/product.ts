// `npm start` as a user runs it, in a folder and on a port of its own, with simulated data.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { anyPort } from '../../db/local/port.ts';
import { ROOT } from '../../tools/root.ts';

const READY_WITHIN_MS = 90_000;

export interface Product {
  readonly url: string;
  readonly apiKey: string;
  readonly npm: ChildProcess;
  /** What it printed so far. */
  readonly said: readonly string[];
  readonly exitCode: Promise<number | null>;
  /** As Ctrl-C does; the exit code comes back. */
  stop(): Promise<number | null>;
}

/** What it loads by schedule: `datasets`, ids separated by commas, or everything. */
export async function startProduct(
  home: string,
  { port, datasets }: { readonly port?: number; readonly datasets?: string } = {},
): Promise<Product> {
  const { npm, said, exitCode, lines } = npmStart(home, { port: port ?? (await anyPort()), datasets });
  const url = await new Promise<string>((resolve, reject) => {
    const tooLate = () => reject(new Error(`not ready after ${READY_WITHIN_MS / 1000} s:\n${said.join('\n')}`));
    const timer = setTimeout(tooLate, READY_WITHIN_MS);
    void exitCode.then((code) => reject(new Error(`npm start ended with ${code}:\n${said.join('\n')}`)));
    lines.on('line', (line) => {
      const ready = /^ready (\S+)$/.exec(line)?.[1];
      if (!ready) return;
      clearTimeout(timer);
      resolve(ready);
    });
  });
  return {
    url,
    apiKey: (await readFile(join(home, 'api-key'), 'utf8')).trim(),
    npm,
    said,
    exitCode,
    stop() {
      npm.kill('SIGTERM');
      return exitCode;
    },
  };
}

/** For a start that is expected to refuse. */
export async function refusedStart(
  home: string,
  settings: { readonly port: number; readonly datasets?: string },
): Promise<{ code: number | null; said: string }> {
  const { said, exitCode } = npmStart(home, settings);
  return { code: await exitCode, said: said.join('\n') };
}

/** What `npm run db -- roles` says: a line for each, with the URL it connects by. */
export async function rolesOf(home: string): Promise<string> {
  const env = { ...process.env, WATTMESH_HOME: home };
  return (await promisify(execFile)(process.execPath, ['tools/db.ts', 'roles'], { cwd: ROOT, env })).stdout;
}

function npmStart(
  home: string,
  { port, datasets = '' }: { readonly port: number; readonly datasets?: string | undefined },
) {
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env: { ...process.env, WATTMESH_HOME: home, WATTMESH_WORLD: 'simulated', PORT: String(port), DATASETS: datasets },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  const lines = createInterface({ input: npm.stdout }).on('line', (line) => said.push(line));
  createInterface({ input: npm.stderr }).on('line', (line) => said.push(line));
  const exitCode = new Promise<number | null>((resolve) => npm.once('close', resolve));
  return { npm, said, exitCode, lines };
}

export interface Running {
  readonly pid: number;
  readonly command: string;
}

/** Every process that works for this state folder, whoever its parent is by now. */
export async function processesOf(home: string): Promise<Running[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      const [environ, cmdline] = await Promise.all([read('environ'), read('cmdline')]);
      const ours = environ.split('\0').includes(`WATTMESH_HOME=${home}`) || cmdline.includes(home);
      return ours ? [{ pid: Number(pid), command: cmdline.replaceAll('\0', ' ').trim() }] : [];
    }),
  );
  return found.flat();
}

export async function processOf(home: string, name: RegExp): Promise<number> {
  const running = await processesOf(home);
  const found = running.find(({ command }) => name.test(command));
  if (!found) throw new Error(`no process like ${name} among ${JSON.stringify(running)}`);
  return found.pid;
}
