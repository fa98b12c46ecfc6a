// The Postgres server as a process: launched until it answers, and why it does not.
import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Account } from './account.ts';
import { type Cluster, ENVIRONMENT } from './cluster.ts';
import { lastLines } from './log-tail.ts';
import { helpersIn } from './orphan.ts';
import { portTaken } from './port.ts';
import { watchOver } from './watchdog.ts';

/** For whom its port is. */
export const PURPOSE = 'the embedded Postgres';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const FREED_WITHIN_MS = 30_000;

export interface Server {
  readonly port: number;
  readonly data: string;
  readonly exited: Promise<void>;
  hasExited(): boolean;
  stop(): Promise<void>;
  /** Where it writes, and what it has written. */
  readonly log: string;
  said(): Promise<string>;
}

export async function launch(
  { binaries: { postgres }, wrapper, identity }: Account,
  { data }: Cluster,
  {
    port,
    durable,
    log,
    scratch,
  }: { readonly port: number; readonly durable: boolean; readonly log: string; readonly scratch: readonly string[] },
): Promise<Server> {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    jit: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program = '', ...args] = [...wrapper, postgres, '-D', data, ...flags];
  const output = await open(log, 'a');
  const { size: before } = await output.stat();
  const child = spawn(program, args, {
    ...identity,
    env: ENVIRONMENT,
    cwd: '/',
    stdio: ['ignore', output.fd, output.fd],
    // Ctrl-C is for us: we stop what uses the database first, and then the database.
    detached: true,
  });
  const exited = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  await output.close();
  const { pid } = child;
  if (pid === undefined) throw new Error(`${postgres} could not be started`);
  const callOff = watchOver(pid, { scratch });
  return {
    port,
    data,
    exited: exited.then(callOff),
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    async stop() {
      child.kill('SIGINT');
      const impatient = setTimeout(() => child.kill('SIGQUIT'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(impatient);
    },
    log,
    said: () => lastLines(log, before),
  };
}

/** One that answers. What a killed Postgres leaves behind holds its memory until it has noticed. */
export async function answering(url: string, start: () => Promise<Server>): Promise<Server> {
  const patience = performance.now() + FREED_WITHIN_MS;
  for (;;) {
    const server = await start();
    try {
      await ready(url, server);
      return server;
    } catch (error) {
      await server.stop();
      if (!(error instanceof StillHeld)) throw error;
      if (performance.now() > patience) throw await whoHolds(server.data, error);
    }
    await pause(250);
  }
}

class StillHeld extends Error {}

async function whoHolds(data: string, error: StillHeld): Promise<Error> {
  const pids = await helpersIn(data);
  if (pids.length === 0) return error;
  return new Error(
    `what a killed Postgres left in ${data} has not ended within ${FREED_WITHIN_MS / 1000} s. End it: kill -9 ${pids.join(' ')}`,
  );
}

async function ready(url: string, server: Server): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    if (server.hasExited()) throw await whyItEnded(server);
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      // 57P03: it still starts up, after a crash perhaps.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ECONNREFUSED' && code !== '57P03') throw error;
      if (performance.now() > deadline) {
        throw new Error(
          `Postgres is not ready after ${READY_WITHIN_MS / 1000} s. ${server.log} says:\n${await server.said()}`,
        );
      }
    }
    await pause(25);
  }
}

async function whyItEnded({ log, port, said }: Server): Promise<Error> {
  const words = await said();
  if (/Address already in use/.test(words)) return portTaken(port, PURPOSE);
  const what = `Postgres ended at once. ${log} says:\n${words}`;
  return /pre-existing shared memory block/.test(words) ? new StillHeld(what) : new Error(what);
}
