// npm run db -- migrate | reset | psql | roles | dump | restore | erd: the database of DATABASE_URL, or the one in the state folder.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { migrate, setRolePasswords } from '../db/migrate.ts';
import { command, NotUnderstood } from './command.ts';
import { type DumpRequest, dumpOf } from './db/dump.ts';
import { describeSchema } from './db/erd.ts';
import { restoreOf } from './db/restore.ts';
import { nameOf, type Visit, visit, visitThisTree } from './db/visit.ts';
import { WORLDS, type World } from './start/world.ts';

const USAGE = `npm run db -- migrate             brings the database up to date
npm run db -- reset --yes         empties it for good
npm run db -- psql                psql, as its owner
npm run db -- roles               how each Worker, and an analyst, connects
npm run db -- dump --month 2026-10 [--dataset <id>]… [--view <name>]… [--out <file>]
npm run db -- restore <file> [--into <database>]
npm run db -- erd                 writes docs/data-model.md and docs/data-dictionary.md anew
  --world real|simulated          which of the two in the state folder; simulated when absent
It is the database of DATABASE_URL; without it the one in the state folder, WATTMESH_HOME or .local.`;

interface Wishes extends DumpRequest {
  readonly world: World;
  readonly yes: boolean;
  readonly file: string | undefined;
  readonly into?: string | undefined;
}

/** What is asked is checked before any server is started. */
const VISITS: Readonly<Record<string, (wishes: Wishes) => Visit>> = {
  migrate: () => ({ work: bringUpToDate }),
  reset: ({ world, yes }) => ({ work: yes ? resetOf(world) : sayWhatResetDoes, isAlone: true }),
  psql: () => ({ work: psql }),
  roles: () => ({ work: roles, whileRunning: say }),
  dump: (wishes) => ({ work: dumpOf(wishes) }),
  restore: ({ file, into }) => ({ work: restoreOf(file, into) }),
  erd: () => ({ work: describeSchema }),
};

await command({
  name: 'db',
  usage: USAGE,
  options: {
    world: { type: 'string', default: 'simulated' },
    yes: { type: 'boolean', default: false },
    month: { type: 'string' },
    dataset: { type: 'string', multiple: true },
    view: { type: 'string', multiple: true },
    out: { type: 'string' },
    into: { type: 'string' },
  },
  async run({ values, positionals }) {
    const [verb = 'nothing', ...words] = positionals;
    const visitOf = Object.hasOwn(VISITS, verb) ? VISITS[verb] : undefined;
    if (!visitOf) throw new NotUnderstood(`got ${verb}, want one of ${Object.keys(VISITS).join(', ')}`);
    const world = WORLDS.find((name) => name === values.world);
    if (!world) throw new NotUnderstood(`--world: got ${values.world}, want ${WORLDS.join(' or ')}`);
    const [file, ...others] = verb === 'restore' ? words : [undefined, ...words];
    if (others.length > 0) throw new NotUnderstood(`${verb} has no use for ${others.join(', ')}`);
    const asked = visitOf({ ...values, world, file });
    if (verb === 'erd' && !process.env['DATABASE_URL']) await visitThisTree(asked.work);
    else await visit(asked, world);
  },
});

async function bringUpToDate(ownerUrl: string): Promise<void> {
  await migrate(ownerUrl);
  console.log(`${nameOf(ownerUrl)} is up to date`);
}

async function sayWhatResetDoes(ownerUrl: string): Promise<void> {
  throw new NotUnderstood(`this empties ${nameOf(ownerUrl)} for good. If that is meant: npm run db -- reset --yes`);
}

/** The lake and the workflows of that world go too: they speak of runs that no table knows any more. */
const resetOf =
  (world: World): Visit['work'] =>
  async (ownerUrl, home) => {
    const client = new pg.Client(ownerUrl);
    await client.connect();
    await client.query('DROP SCHEMA IF EXISTS analytics CASCADE');
    await client.query('DROP SCHEMA IF EXISTS drizzle CASCADE');
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
    await client.end();
    await migrate(ownerUrl);
    if (home) await rm(home.path(world), { recursive: true, force: true });
    console.log(`${nameOf(ownerUrl)} is empty and up to date`);
  };

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
      process.exitCode = code === 0 ? 0 : 1;
      resolve();
    });
  });
}
