// A database of its own for a test file, copied from the migrated template in tens of milliseconds.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { quoted } from '../queries/dataset-table.ts';
import { ROLES, type Role } from '../roles.ts';
import { OWNER } from './databases.ts';
import { startTestServer, TEMPLATE, TEST_SERVER, type TestServer } from './test-server.ts';

export interface TestDatabase {
  /** The role that migrates: may do anything here. */
  readonly ownerUrl: string;
  url(role: Role): string;
  /** What a Worker gets as NEON_LOCAL. */
  readonly neonLocal: string;
  drop(): Promise<void>;
}

export async function testDatabase({
  template = TEMPLATE,
}: {
  /** `template1` for an empty one: somebody else's. */
  readonly template?: typeof TEMPLATE | 'template1';
} = {}): Promise<TestDatabase> {
  const { server, release } = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const roles = ROLES.join(', ');
  await asSuperuser(server, [
    `CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER}`,
    // Who may connect belongs to a database, and is not copied with it.
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${name} TO ${roles}`,
  ]);
  const here = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    ownerUrl: here(server.ownerUrl),
    url: (role) => here(server.roleUrls[role]),
    neonLocal: server.neonLocal,
    async drop() {
      await asSuperuser(server, [`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`]);
      await release();
    },
  };
}

/** The one of this run; where nobody has set one up (a script), one for this database alone. */
async function testServer(): Promise<{ readonly server: TestServer; release(): Promise<void> }> {
  const desk = process.env[TEST_SERVER];
  if (!desk) {
    const server = await startTestServer();
    return { server, release: server.stop };
  }
  const answer = await fetch(desk);
  if (!answer.ok) throw new Error(`the Postgres of the tests did not start: ${await answer.text()}`);
  // Written by test-server.ts, in this very version.
  const server = (await answer.json()) as TestServer;
  return { server, release: async () => {} };
}

async function asSuperuser({ superuserUrl }: TestServer, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
