// Brings a database up to date: migrations, comments, roles and the analyst's views. The owner's URL is all it needs, here and on Neon; it may run again at any time.
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { datasets } from '../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../data/dataset.ts';
import { analyticsStatements } from './analytics.ts';
import { commentStatements } from './comments.ts';
import { replayStatements } from './replay.ts';
import { grantStatements, ROLES, type Role, roleStatements } from './roles.ts';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url).href);
/** Two deploys at once take turns, of one database: the lock is not known in another. Any number, as long as nothing else here uses it. */
const LOCK = 7_203_551;
/** Of so many databases of one server that are migrated at once, none fails. */
const ROLE_TRIES = 20;
/** "Tuple concurrently updated" has no code of its own, only that of any internal error. */
const INTERNAL_ERROR = 'XX000';

export async function migrate(
  ownerUrl: string,
  { definitions = Object.values(datasets) }: { readonly definitions?: readonly DatasetDefinition[] } = {},
): Promise<void> {
  await withOwner(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await runMigrations(drizzle(client), { migrationsFolder: MIGRATIONS });
    const database = await client.query<{ name: string }>('SELECT current_database() AS name');
    for (const statement of roleStatements()) await changeRole(client, statement);
    await client.query('BEGIN');
    for (const statement of [
      ...commentStatements(definitions),
      ...grantStatements(definitions, database.rows[0]!.name),
      ...analyticsStatements(definitions),
      ...replayStatements(definitions),
    ]) {
      await client.query(statement);
    }
    await client.query('COMMIT');
  });
}

/** Fresh passwords for every role, and the URLs they make. Roles belong to the server: those of its other databases change, too. */
export async function setRolePasswords(ownerUrl: string): Promise<Readonly<Record<Role, string>>> {
  const secrets = ROLES.map((role) => [role, password()] as const);
  await withOwner(ownerUrl, async (client) => {
    for (const [role, secret] of secrets) {
      await changeRole(client, `ALTER ROLE ${role} WITH LOGIN PASSWORD ${client.escapeLiteral(secret)}`);
    }
  });
  const urls = secrets.map(([role, secret]) => {
    const url = new URL(ownerUrl);
    url.username = role;
    url.password = secret;
    return [role, url.href] as const;
  });
  const entries = Object.fromEntries(urls);
  // `fromEntries` forgets the names that it was given.
  return entries as Record<Role, string>;
}

/** Postgres waits for whoever is changing the same role from another database, and then refuses. Each statement is a transaction of its own, so that nobody waits long. */
async function changeRole(client: pg.Client, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (tries === ROLE_TRIES || !(error instanceof pg.DatabaseError) || error.code !== INTERNAL_ERROR) throw error;
    }
  }
}

/** Neon wants every kind of character besides the length. */
const password = (): string => `Aa1-${randomBytes(24).toString('base64url')}`;

/** Neon's console shows the URL of its pooler, where a lock does not stay with whoever took it: the same host without it keeps sessions. */
export function sessionUrl(url: string): string {
  const direct = new URL(url);
  if (direct.hostname.endsWith('.neon.tech')) direct.hostname = direct.hostname.replace('-pooler.', '.');
  return direct.href;
}

async function withOwner(ownerUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: sessionUrl(ownerUrl), application_name: 'wattmesh migrate' });
  // A connection that breaks is told by the query that waits for it, or by the next.
  client.on('error', () => {});
  await client.connect();
  try {
    await demandOwner(client);
    await work(client);
  } finally {
    // Ends the lock, and a transaction that failed.
    await client.end();
  }
}

/** Migrations make schemas, and only the owner of a database may: the roles of Workers and people may not. */
async function demandOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; isOwner: boolean }>(
    `SELECT current_user AS name, has_database_privilege(current_database(), 'CREATE') AS "isOwner"`,
  );
  const [asked] = rows;
  if (!asked?.isOwner)
    throw new Error(
      `got the URL of ${asked?.name}, who may change nothing here, want the owner's: set DATABASE_URL to the one that made the database`,
    );
}
