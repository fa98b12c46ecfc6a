// As whom Postgres runs. It refuses to be root: then another account, or a user namespace in which root has another name.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, binariesIn } from './binaries.ts';

export interface Account {
  readonly binaries: Binaries;
  /** Where Postgres keeps its files: the directory asked for, unless that account cannot get there. */
  readonly directory: string;
  /** All that was made for it: to be removed after a test. */
  readonly home: string;
  /** To put before a command, and to pass to spawn. */
  readonly wrapper: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
  /** Who has to own the files. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

const run = promisify(execFile);

export async function accountFor(programs: Binaries, directory: string): Promise<Account> {
  await mkdir(directory, { recursive: true });
  const here = { binaries: programs, directory, home: directory, wrapper: [], identity: {}, owner: null };
  const uid = process.getuid?.() ?? -1;
  const accounts = await namedAccounts();
  // initdb wants an account that has a name; containers are often run as one that has none.
  if (uid === -1 || (uid !== 0 && accounts.some((account) => account.uid === uid))) return here;
  const nobody = accounts.find(({ name }) => name === 'nobody') ?? { uid: 65_534, gid: 65_534 };
  const renamed: Account = {
    ...here,
    wrapper: ['unshare', '--user', `--map-user=${nobody.uid}`],
    owner: uid === 0 ? { uid: 0, gid: 0 } : null,
  };
  if (uid !== 0) return (await canRun(renamed)) ? renamed : here;
  const other = (await ownerWithName(directory, accounts)) ?? { uid: nobody.uid, gid: nobody.gid };
  const dropped: Account = { ...here, identity: other, owner: other };
  if (await canRun(dropped)) return dropped;
  if (await canRun(renamed)) return renamed;
  const moved = await reachable(programs, directory, other);
  if (await canRun(moved)) return moved;
  throw new Error(
    `Postgres does not run as root, and uid ${other.uid} cannot run ${programs.postgres}. Start as an ordinary user, or from a directory that others can read.`,
  );
}

interface NamedAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

async function namedAccounts(): Promise<readonly NamedAccount[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const accounts = text.split('\n').map((line) => line.split(':'));
  const named = accounts.map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  // macOS keeps its users elsewhere: whoever runs this has a name there.
  return process.platform === 'linux' ? named : [...named, { name: 'self', uid: process.getuid?.() ?? -1, gid: -1 }];
}

/** Whoever owns the directory, when that is not root. */
async function ownerWithName(
  directory: string,
  accounts: readonly NamedAccount[],
): Promise<{ readonly uid: number; readonly gid: number } | null> {
  const { uid, gid } = await stat(directory);
  return uid !== 0 && accounts.some((account) => account.uid === uid) ? { uid, gid } : null;
}

/** Tries what will be done: run the program, and write where the data goes. */
async function canRun({ binaries: { postgres }, directory, wrapper, identity, owner }: Account): Promise<boolean> {
  const probe = join(directory, '.probe');
  await rm(probe, { recursive: true, force: true });
  await mkdir(probe, { recursive: true });
  if (owner) await chown(probe, owner.uid, owner.gid);
  const script = '"$1" --version && : > "$2/file"';
  const [program = 'sh', ...args] = [...wrapper, 'sh', '-c', script, 'sh', postgres, probe];
  try {
    await run(program, args, { ...identity, cwd: '/' });
    return true;
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}

/** The last resort: programs and data where everybody can get, always the same place for the same directory. */
async function reachable(
  { root }: Binaries,
  directory: string,
  owner: { readonly uid: number; readonly gid: number },
): Promise<Account> {
  const id = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const place = join('/var/tmp', `wattmesh-${id}`);
  const home =
    (await mkdir(place, { recursive: true, mode: 0o755 }).catch(() => null)) === null
      ? join(tmpdir(), `wattmesh-${id}`)
      : place;
  await mkdir(home, { recursive: true, mode: 0o755 });
  const { uid } = await lstat(home);
  // Everybody may write to the folder above it: what root did not make, root does not run.
  if (uid !== 0) throw new Error(`${home} belongs to uid ${uid}, want root. Remove it.`);
  const programs = join(home, 'postgres');
  await rm(programs, { recursive: true, force: true });
  await cp(root, `${programs}.new`, { recursive: true, verbatimSymlinks: true });
  await readable(`${programs}.new`);
  await rename(`${programs}.new`, programs);
  const data = join(home, 'state');
  await mkdir(data, { recursive: true });
  return { binaries: binariesIn(programs), directory: data, home, wrapper: [], identity: owner, owner };
}

async function readable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await readable(path);
    else if (entry.isFile()) await chmod(path, dirname(path).endsWith('bin') ? 0o755 : 0o644);
  }
}

/** Gives a folder and all in it to the account, when it is somebody else's: a directory may have been used as another user before. */
export async function handOver(folder: string, { owner }: Account): Promise<void> {
  if (!owner || (await lstat(folder)).uid === owner.uid) return;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    await (entry.isSymbolicLink() ? Promise.resolve() : chown(path, owner.uid, owner.gid));
  }
  // Last: while this is missing, the next start does it again.
  await chown(folder, owner.uid, owner.gid);
}
