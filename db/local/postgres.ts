// A real PostgreSQL on this machine, from npm: no installation, no container. For development and tests, never for production.
import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type Account, accountFor } from './account.ts';
import { binaries } from './binaries.ts';
import { claim } from './claim.ts';
import { type Cluster, cluster, ENVIRONMENT, SUPERUSER } from './cluster.ts';
import { makeDatabases, OWNER } from './databases.ts';
import { lastLines } from './log-tail.ts';
import { stopOrphan } from './orphan.ts';
import { freePort, portTaken } from './port.ts';
import { ended } from './process.ts';
import { watchOver } from './watchdog.ts';

export interface PostgresOptions {
  /** Data, password and log go here. */
  readonly directory: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** False gives up every promise about crashes, for tests. */
  readonly durable: boolean;
  /** Made when they are not there yet. */
  readonly databases?: readonly string[];
  /** The directory goes with the server, also when this program is killed. For tests. */
  readonly scratch?: boolean;
}

export interface Postgres {
  readonly port: number;
  readonly superuserUrl: string;
  readonly log: string;
  /** No superuser, as on Neon. */
  ownerUrl(database: string): string;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const PURPOSE = 'the embedded Postgres';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const LOG_BYTES = 10_000_000;

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { durable, databases = ['wattmesh', 'wattmesh_simulated'], scratch = false } = options;
  const asked = resolve(options.directory);
  const account = await accountFor(await binaries(), asked);
  const release = claim(join(account.directory, 'claim.json'), {
    refusal: (holder) =>
      `${account.directory} is in use by process ${holder?.pid ?? '?'}. Stop it (Ctrl-C there), or choose another directory: WATTMESH_HOME=…`,
  });
  try {
    await stopOrphan(join(account.directory, 'data'));
    const port = await freePort(options.port, PURPOSE);
    const made = await cluster(account, { durable });
    const log = await logIn(asked);
    const server = await launch(account, made, { port, durable, log });
    const callOff = watchOver(server.pid, scratch ? { scratch: [asked, account.home] } : {});
    const url = (user: string, database: string) =>
      `postgresql://${user}:${made.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    const exited = server.exited.then(async () => {
      callOff();
      release();
      if (scratch) for (const folder of [asked, account.home]) await rm(folder, { recursive: true, force: true });
    });
    const stop = async () => {
      server.kill('SIGINT');
      if (!(await ended(server.pid, STOP_WITHIN_MS))) server.kill('SIGQUIT');
      await exited;
    };
    const superuserUrl = url(SUPERUSER, 'postgres');
    try {
      await ready(superuserUrl, server, { log, port });
      await makeDatabases(superuserUrl, { names: databases, password: made.password });
    } catch (error) {
      await stop();
      throw error;
    }
    return { port, superuserUrl, log, ownerUrl: (database) => url(OWNER, database), exited, stop };
  } catch (error) {
    release();
    throw error;
  }
}

interface Server {
  readonly pid: number;
  readonly exited: Promise<void>;
  hasExited(): boolean;
  kill: ChildProcess['kill'];
}

async function launch(
  { binaries: { postgres }, wrapper, identity }: Account,
  { data }: Cluster,
  { port, durable, log }: { readonly port: number; readonly durable: boolean; readonly log: string },
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
  if (child.pid === undefined) throw new Error(`${postgres} could not be started`);
  return {
    pid: child.pid,
    exited,
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => child.kill(signal),
  };
}

async function ready(
  url: string,
  server: Server,
  { log, port }: { readonly log: string; readonly port: number },
): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    if (server.hasExited()) {
      const said = await lastLines(log);
      throw /Address already in use/.test(said)
        ? portTaken(port, PURPOSE)
        : new Error(`Postgres ended at once. ${log} says:\n${said}`);
    }
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
          `Postgres is not ready after ${READY_WITHIN_MS / 1000} s. ${log} says:\n${await lastLines(log)}`,
        );
      }
    }
    await new Promise((next) => setTimeout(next, 25));
  }
}

async function logIn(directory: string): Promise<string> {
  const log = join(directory, 'postgres.log');
  const size = await stat(log).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > LOG_BYTES) await rename(log, `${log}.old`);
  return log;
}
