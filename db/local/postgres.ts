// A real PostgreSQL on this machine, from npm: no installation, no container. For development and tests, never for production.
import { rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accountFor } from './account.ts';
import { binaries } from './binaries.ts';
import { claim } from './claim.ts';
import { cluster, SUPERUSER } from './cluster.ts';
import { makeDatabases, OWNER } from './databases.ts';
import { stopOrphan } from './orphan.ts';
import { freePort } from './port.ts';
import { answering, launch, PURPOSE } from './postmaster.ts';

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

const LOG_BYTES = 10_000_000;

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { durable, databases = ['wattmesh', 'wattmesh_simulated'], scratch = false } = options;
  const asked = resolve(options.directory);
  const account = await accountFor(await binaries(), asked);
  const release = claim(join(account.directory, 'claim.json'), {
    refusal: (holder) =>
      `${account.directory} is in use by process ${holder?.pid ?? '?'}. Stop it (Ctrl-C there), or choose another directory: WATTMESH_HOME=…`,
  });
  const folders = scratch ? [asked, account.home] : [];
  const leave = async () => {
    release();
    // A helper of a Postgres that was killed may still write: what is left then, the system tidies up.
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  };
  try {
    await stopOrphan(join(account.directory, 'data'));
    const port = await freePort(options.port, PURPOSE);
    const made = await cluster(account, { durable });
    const log = await logIn(asked);
    const url = (user: string, database: string) =>
      `postgresql://${user}:${made.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    const superuserUrl = url(SUPERUSER, 'postgres');
    const server = await answering(superuserUrl, () => launch(account, made, { port, durable, log, scratch: folders }));
    const exited = server.exited.then(leave);
    const stop = async () => {
      await server.stop();
      await exited;
    };
    await makeDatabases(superuserUrl, { names: databases, password: made.password }).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { port, superuserUrl, log, ownerUrl: (database) => url(OWNER, database), exited, stop };
  } catch (error) {
    await leave();
    throw error;
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
