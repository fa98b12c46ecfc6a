// Which database a command looks at: that of DATABASE_URL, the one that `npm start` runs, or the state folder's, started for as long as it is looked at.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startPostgres } from '../../db/local/postgres.ts';
import { testDatabase } from '../../db/local/test-database.ts';
import { NotUnderstood, sentenceOf } from '../command.ts';
import { ROOT } from '../root.ts';
import { DATABASES, OWNER_URL_FILE, ROLE_URLS_FILE } from '../start/database.ts';
import { type Home, heldBy, openHome } from '../start/home.ts';
import { quoted } from '../start/next-commands.ts';
import { runningFolders } from '../start/state-folders.ts';
import type { World } from '../start/world.ts';

const RoleUrls = z.record(z.string(), z.string());

export interface Visit {
  readonly work: (ownerUrl: string, home?: Home) => Promise<void>;
  /** Instead of `work` where an installation runs: fresh passwords would lock out its Workers. */
  readonly whileRunning?: (roleUrls: Readonly<Record<string, string>>) => void;
  /** Not beside an installation that runs. */
  readonly isAlone?: boolean;
}

export async function visit({ work, whileRunning, isAlone = false }: Visit, world: World): Promise<void> {
  const { DATABASE_URL, WATTMESH_HOME } = process.env;
  if (DATABASE_URL) return elsewhere(DATABASE_URL, work);
  const directory = WATTMESH_HOME ?? join(ROOT, '.local');
  const running = runningDatabase(directory);
  if (running && whileRunning) return whileRunning(RoleUrls.parse(JSON.parse(running.roleUrls)));
  if (running && !isAlone) return work(running.ownerUrl);
  if (!WATTMESH_HOME) sayWhereElse(directory);
  const home = openHome(directory, 'npm run db');
  const postgres = await startPostgres({
    directory: home.path('postgres'),
    port: await home.port('postgres'),
    durable: true,
    databases: Object.values(DATABASES),
  });
  try {
    await work(postgres.ownerUrl(DATABASES[world]), home);
  } finally {
    await postgres.stop();
    home.release();
  }
}

/** A database that exists for as long as it is looked at, made from the migrations as they stand here. */
export async function visitThisTree(work: (ownerUrl: string) => Promise<void>): Promise<void> {
  const database = await testDatabase();
  try {
    await work(database.ownerUrl);
  } finally {
    await database.drop();
  }
}

/** Without the password. */
export function nameOf(ownerUrl: string): string {
  const { host, pathname } = new URL(ownerUrl);
  return `${host}${pathname}`;
}

const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
const REFUSED = ['28P01', '28000', '3D000'];

async function elsewhere(url: string, work: Visit['work']): Promise<void> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new NotUnderstood('DATABASE_URL is no address of a database; want postgres://user:password@host/name');
  try {
    await work(url);
  } catch (error) {
    const code = codeOf(error);
    if (!code || ![...UNREACHABLE, ...REFUSED].includes(code)) throw error;
    const said = UNREACHABLE.includes(code) ? 'does not answer' : 'lets nobody in';
    throw new Error(
      `${nameOf(url)}, the database of DATABASE_URL, ${said}: ${sentenceOf(error)}. Check the address; without the variable it is the database in the state folder`,
      { cause: error },
    );
  }
}

const Coded = z.object({ code: z.string() });

/** A driver wraps what the system said. */
function codeOf(error: unknown): string | undefined {
  const { data } = Coded.safeParse(error);
  if (data) return data.code;
  return error instanceof Error && error.cause !== undefined ? codeOf(error.cause) : undefined;
}

function sayWhereElse(directory: string): void {
  for (const running of runningFolders())
    console.error(
      `This is the database of ${directory}. Wattmesh runs in ${running.directory}: WATTMESH_HOME=${quoted(running.directory)} before the command looks there.`,
    );
}

/** What `npm start` left for others to connect to. */
function runningDatabase(directory: string): { readonly ownerUrl: string; readonly roleUrls: string } | undefined {
  const [ownerUrl, roleUrls] = [OWNER_URL_FILE, ROLE_URLS_FILE].map((name) => join(directory, name));
  if (!ownerUrl || !roleUrls || !heldBy(directory) || !existsSync(ownerUrl) || !existsSync(roleUrls)) return undefined;
  return { ownerUrl: readFileSync(ownerUrl, 'utf8').trim(), roleUrls: readFileSync(roleUrls, 'utf8') };
}
