// The data directory of an embedded Postgres, made by initdb. Complete or absent: a start killed half way leaves nothing behind that looks whole.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, handOver } from './account.ts';

export interface Cluster {
  readonly data: string;
  /** Of the superuser and of the owner of the databases: both live on this machine only, and in this directory. */
  readonly password: string;
}

export const SUPERUSER = 'postgres';

/** What initdb and postgres see of our environment: nothing that could move a locale, a time zone or a library path. */
export const ENVIRONMENT = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export async function cluster(account: Account, { durable }: { readonly durable: boolean }): Promise<Cluster> {
  const data = join(account.directory, 'data');
  const password = await passwordIn(join(account.directory, 'password'));
  if (await exists(join(data, 'PG_VERSION'))) await handOver(data, account);
  else await initialise(account, data, { password, durable });
  return { data, password };
}

async function initialise(
  { binaries, directory, wrapper, identity, owner }: Account,
  data: string,
  { password, durable }: { readonly password: string; readonly durable: boolean },
): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = join(directory, '.initdb-password');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner) {
    await chown(unfinished, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const [program = '', ...args] = [
    ...wrapper,
    binaries.initdb,
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point on every machine, as Neon does.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  try {
    await promisify(execFile)(program, args, { ...identity, env: ENVIRONMENT, cwd: '/' });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`initdb could not make ${data}: ${said}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
}

async function passwordIn(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept) return kept;
  const password = randomBytes(24).toString('hex');
  // Renamed into place: a start killed here must not leave an empty one.
  await writeFile(`${file}.new`, password, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return password;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
