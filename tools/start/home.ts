// The state folder: what an installation remembers between starts. One start at a time may hold it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { startOf } from './identity.ts';

export interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly url: string;
}

export interface Home {
  readonly directory: string;
  path(...names: string[]): string;
  /** A secret made once and kept, readable by its owner only. */
  secret(name: string, make?: () => string): { readonly value: string; readonly isNew: boolean };
  /** A port chosen once and kept, unless somebody else has taken it. */
  port(name: string): Promise<number>;
  release(): void;
}

/** Fails with a sentence when another start holds the folder. */
export function openHome(directory: string, url: string): Home {
  const root = resolve(directory);
  const path = (...names: string[]) => join(root, ...names);
  mkdirSync(root, { recursive: true });
  claim(path('running.json'), { pid: process.pid, started: startOf(process.pid), url });
  return {
    directory: root,
    path,
    secret(name, make = () => randomBytes(32).toString('base64url')) {
      const kept = read(path(name));
      if (kept) return { value: kept.trim(), isNew: false };
      const value = make();
      writeFileSync(path(name), `${value}\n`, { mode: 0o600 });
      return { value, isNew: true };
    },
    async port(name) {
      const ports: Record<string, number> = JSON.parse(read(path('ports.json')) ?? '{}');
      const port = await freePort(ports[name]);
      writeFileSync(path('ports.json'), `${JSON.stringify({ ...ports, [name]: port }, null, 2)}\n`);
      return port;
    },
    release: () => rmSync(path('running.json'), { force: true }),
  };
}

function claim(file: string, mine: Holder): void {
  for (const attempt of [1, 2]) {
    try {
      writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
      return;
    } catch (error) {
      const holder = livingHolder(file);
      if (attempt === 2 || !(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (holder) {
        throw new Error(
          `Wattmesh already runs here (pid ${holder.pid}, ${holder.url}). Stop it first, or start another: WATTMESH_HOME=elsewhere PORT=… npm start`,
        );
      }
      // A start that was killed leaves its claim behind.
      rmSync(file, { force: true });
    }
  }
}

/** Who runs in a state folder now; a start that was killed does not count. */
export const heldBy = (directory: string): Holder | null => livingHolder(join(resolve(directory), 'running.json'));

function livingHolder(file: string): Holder | null {
  const holder = holderIn(file);
  return holder && holder.started === startOf(holder.pid) ? holder : null;
}

function holderIn(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The wanted port when it is free, else any. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  const listen = (port: number) =>
    new Promise<number | null>((resolve) => {
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : null);
      });
    });
  const port = (await listen(wanted)) ?? (await listen(0));
  await new Promise((resolve) => server.close(resolve));
  if (port === null) throw new Error('no port of 127.0.0.1 is free');
  return port;
}
