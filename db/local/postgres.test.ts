// The life of an embedded Postgres, and what becomes of it when somebody is killed.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPostgres } from './postgres.ts';
import { ended, isAlive } from './process.ts';

let directory: string;
beforeEach(async () => {
  // A path as people have them.
  directory = await mkdtemp(join(tmpdir(), 'watt mesh '));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const start = (options: { port?: number; directory?: string; durable?: boolean } = {}) =>
  startPostgres({ directory, port: 0, durable: false, databases: ['wattmesh'], ...options });

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = async (): Promise<number> =>
  Number((await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);

/** Another program that runs Postgres in our directory, until it is killed. */
async function program(): Promise<{ child: ChildProcess; ownerUrl: string }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('postgres.ts', import.meta.url).href)};
    const postgres = await startPostgres({ directory: ${JSON.stringify(directory)}, port: 0, durable: true, databases: ['wattmesh'] });
    console.log(postgres.ownerUrl('wattmesh'));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [ownerUrl] = await once(createInterface({ input: child.stdout! }), 'line');
  return { child, ownerUrl };
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

describe('a start', () => {
  it('gives a real Postgres that counts in UTC, sorts by code point and has an owner who is no superuser; after a stop it finds what was there', async () => {
    const postgres = await start();
    const [settings] = await ask(
      postgres.ownerUrl('wattmesh'),
      `SELECT current_setting('server_encoding') AS encoding, current_setting('timezone') AS zone, 'Z' < 'a' AS by_code,
        datcollate, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super FROM pg_database WHERE datname = 'wattmesh'`,
    );
    expect(settings).toEqual({ encoding: 'UTF8', zone: 'UTC', by_code: true, datcollate: 'C', super: false });
    await ask(postgres.ownerUrl('wattmesh'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await postgres.stop();
    const second = await start();
    expect(await ask(second.ownerUrl('wattmesh'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('on a port that is taken names it and says what to do', async () => {
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(0, '127.0.0.1', listening));
    const address = squatter.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(start({ port })).rejects.toThrow(
      `port ${port} of 127.0.0.1, for the embedded Postgres, is taken. Stop the program that listens there, or choose another: PORT=…`,
    );
    squatter.close();
  });

  it('in a directory that another program uses names that program and leaves it alone; kill -9 of that one ends its Postgres, too', async () => {
    const { child, ownerUrl } = await program();
    await expect(start()).rejects.toThrow(`${directory} is in use by process ${child.pid}.`);
    expect(await ask(ownerUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const pid = await postmaster();
    await killed(child);
    expect(await ended(pid, 10_000)).toBe(true);
  });

  it('makes the data anew when the first start was killed half way', async () => {
    await mkdir(join(directory, 'data.new'), { recursive: true });
    await writeFile(join(directory, 'data.new', 'PG_VERSION'), '18');
    const postgres = await start();
    expect(await ask(postgres.ownerUrl('wattmesh'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});

describe('kill -9', () => {
  it('of the program and of what watches over it leaves an orphan, which the next start stops', async () => {
    const { child, ownerUrl } = await program();
    await ask(ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = await postmaster();
    // The watchdog is the shell that was started with the number of the postmaster.
    for (const pid of await shellsWatching(orphan)) process.kill(pid, 'SIGKILL');
    await killed(child);
    expect(isAlive(orphan)).toBe(true);
    const next = await start();
    expect(isAlive(orphan)).toBe(false);
    expect(await ask(next.ownerUrl('wattmesh'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.stop();
  });

  it('of Postgres is noticed, and the next start recovers what was committed, also where its pid is somebody else’s by then', async () => {
    const postgres = await start({ durable: true });
    await ask(postgres.ownerUrl('wattmesh'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await postmaster(), 'SIGKILL');
    await postgres.exited;
    const next = await start();
    expect(await ask(next.ownerUrl('wattmesh'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.stop();
    // A pid that another program has got since: that one is none of our business.
    await writeFile(join(directory, 'data', 'postmaster.pid'), `${process.pid}\n${join(directory, 'data')}\n`);
    const last = await start();
    expect(await ask(last.ownerUrl('wattmesh'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await last.stop();
  });
});

it('waits for what is left of a Postgres that was killed: a helper of it that is busy holds its memory', async () => {
  const postgres = await start();
  const [{ pid }] = (await ask(
    postgres.superuserUrl,
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`,
  )) as [{ pid: number }];
  process.kill(pid, 'SIGSTOP');
  try {
    process.kill(await postmaster(), 'SIGKILL');
    await postgres.exited;
    const starting = start();
    await expect.poll(() => readFile(postgres.log, 'utf8'), { timeout: 20_000 }).toContain('shared memory block');
    process.kill(pid, 'SIGCONT');
    const next = await starting;
    expect(await ask(next.ownerUrl('wattmesh'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  } finally {
    if (isAlive(pid)) process.kill(pid, 'SIGCONT');
  }
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  it('Postgres runs as somebody else where that one can get', async () => {
    await chmod(directory, 0o755);
    const postgres = await start();
    expect((await stat(join(directory, 'data'))).uid).not.toBe(0);
    await postgres.stop();
  });

  it('it runs under another name in a directory that only root can read', async () => {
    await chmod(directory, 0o700);
    const inside = join(directory, 'state of root');
    const postgres = await start({ directory: inside });
    expect(await ask(postgres.ownerUrl('wattmesh'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});

async function shellsWatching(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc').catch(() => [])) {
    const command = await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '');
    const words = command.split('\0');
    if (words[0] === 'sh' && words.includes(String(pid))) found.push(Number(entry));
  }
  return found;
}
