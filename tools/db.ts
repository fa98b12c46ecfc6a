// npm run db -- migrate | reset | psql | roles | dump | restore | erd: the database of DATABASE_URL, or the one in the state folder.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { startPostgres } from '../db/local/postgres.ts';
import { testDatabase } from '../db/local/test-database.ts';
import { migrate, setRolePasswords } from '../db/migrate.ts';
import { dumpMonth } from './db/dump.ts';
import { describeSchema } from './db/erd.ts';
import { restoreFile } from './db/restore.ts';
import { ROOT } from './root.ts';
import { DATABASES, OWNER_URL_FILE, ROLE_URLS_FILE } from './start/database.ts';
import { type Home, heldBy, openHome } from './start/home.ts';
import { WORLDS } from './start/world.ts';

const USAGE = `npm run db -- migrate | reset --yes | psql | roles   [--world real|simulated]
npm run db -- dump --month YYYY-MM [--dataset <id>]… [--view <name>]… [--out <file>]
npm run db -- restore <file> [--into <database>]
npm run db -- erd`;
const RoleUrls = z.record(z.string(), z.string());
const { values, positionals } = asked();
const world = WORLDS.find((name) => name === values.world);
const ACTIONS = {
  migrate: bringUpToDate,
  reset,
  psql,
  roles,
  dump: (url: string) => dumpMonth(url, values),
  restore: (url: string) => restoreFile(url, positionals[1], values.into),
  erd: describeSchema,
};
const action = Object.entries(ACTIONS).find(([name]) => name === positionals[0])?.[1];

if (!action || !world) {
  console.error(USAGE);
  process.exit(1);
}
try {
  if (action === describeSchema && !process.env['DATABASE_URL']) await ofThisTree(describeSchema);
  else await withDatabase(action);
} catch (error) {
  // What a person can mend is a sentence; the rest is for whoever mends this program.
  console.error(process.env['DEBUG'] ? error : error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        world: { type: 'string', default: 'simulated' },
        yes: { type: 'boolean', default: false },
        month: { type: 'string' },
        dataset: { type: 'string', multiple: true },
        view: { type: 'string', multiple: true },
        out: { type: 'string' },
        into: { type: 'string' },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exit(1);
  }
}

/** The embedded one: as `npm start` runs it, else for as long as this takes. */
async function withDatabase(work: (ownerUrl: string, home?: Home) => Promise<void>): Promise<void> {
  const { DATABASE_URL, WATTMESH_HOME = join(ROOT, '.local') } = process.env;
  if (DATABASE_URL) return work(DATABASE_URL);
  const running = runningDatabase(WATTMESH_HOME);
  // Fresh passwords would lock out the Workers that run: `roles` says those that they have.
  if (running && action === roles) return say(RoleUrls.parse(JSON.parse(running.roleUrls)));
  if (running && action !== reset) return work(running.ownerUrl);
  const home = openHome(WATTMESH_HOME, 'npm run db');
  const postgres = await startPostgres({
    directory: home.path('postgres'),
    port: await home.port('postgres'),
    durable: true,
    databases: Object.values(DATABASES),
  });
  try {
    await work(postgres.ownerUrl(DATABASES[world ?? 'simulated']), home);
  } finally {
    await postgres.stop();
    home.release();
  }
}

/** A database that exists for as long as it is looked at, made from the migrations as they stand here. */
async function ofThisTree(work: (ownerUrl: string) => Promise<void>): Promise<void> {
  const database = await testDatabase();
  try {
    await work(database.ownerUrl);
  } finally {
    await database.drop();
  }
}

/** What `npm start` left for others to connect to. */
function runningDatabase(directory: string): { readonly ownerUrl: string; readonly roleUrls: string } | undefined {
  const [ownerUrl, roleUrls] = [OWNER_URL_FILE, ROLE_URLS_FILE].map((name) => join(directory, name));
  if (!ownerUrl || !roleUrls || !heldBy(directory) || !existsSync(ownerUrl) || !existsSync(roleUrls)) return undefined;
  return { ownerUrl: readFileSync(ownerUrl, 'utf8').trim(), roleUrls: readFileSync(roleUrls, 'utf8') };
}

async function bringUpToDate(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  console.log(`${nameOf(ownerUrl)} is up to date`);
}

/** The lake and the workflows of that world go too: they speak of runs that no table knows any more. */
async function reset(ownerUrl: string, home?: Home): Promise<void> {
  if (!values.yes) {
    console.error(`This empties ${nameOf(ownerUrl)} for good. If that is meant: npm run db -- reset --yes`);
    process.exitCode = 1;
    return;
  }
  const client = new pg.Client(ownerUrl);
  await client.connect();
  await client.query('DROP SCHEMA IF EXISTS analytics CASCADE');
  await client.query('DROP SCHEMA IF EXISTS drizzle CASCADE');
  await client.query('DROP SCHEMA public CASCADE');
  await client.query('CREATE SCHEMA public');
  await client.end();
  await migrate(ownerUrl);
  if (home && world) await rm(home.path(world), { recursive: true, force: true });
  console.log(`${nameOf(ownerUrl)} is empty and up to date`);
}

async function roles(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  say(await setRolePasswords(ownerUrl));
}

function say(urls: Readonly<Record<string, string>>): void {
  for (const [role, url] of Object.entries(urls)) console.log(`${role.padEnd(8)} ${url}`);
}

async function psql(ownerUrl: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const client = spawn('psql', [ownerUrl], { stdio: 'inherit' });
    client.once('error', () => {
      console.error(`psql is not installed. With any other client:\n${ownerUrl}`);
      process.exitCode = 1;
      resolve();
    });
    client.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

function nameOf(ownerUrl: string): string {
  const { host, pathname } = new URL(ownerUrl);
  return `${host}${pathname}`;
}
