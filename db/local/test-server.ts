// One Postgres for a whole test run, started by the first test that asks. Vitest calls `setup` once; nothing outlives the run, however it ends.
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, setRolePasswords } from '../migrate.ts';
import type { Role } from '../roles.ts';
import { startNeonEndpoint } from './neon-endpoint.ts';
import { startPostgres } from './postgres.ts';

/** Where a test finds it: inherited by every process of the run. */
export const TEST_SERVER = 'WATTMESH_TEST_SERVER';

/** Migrated, with roles, and copied for each test file. */
export const TEMPLATE = 'wattmesh_template';

export interface TestServer {
  readonly neonLocal: string;
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly roleUrls: Readonly<Record<Role, string>>;
}
export type RunningTestServer = TestServer & { stop(): Promise<void> };

/** Throw-away: fsync is off, and the directory goes with the server. */
export async function startTestServer(): Promise<RunningTestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'wattmesh-test-'));
  const postgres = await startPostgres({ directory, port: 0, durable: false, databases: [TEMPLATE], scratch: true });
  const endpoint = await startNeonEndpoint({ port: 0, postgresPort: postgres.port });
  const ownerUrl = postgres.ownerUrl(TEMPLATE);
  await migrate(ownerUrl);
  return {
    neonLocal: endpoint.address,
    superuserUrl: postgres.superuserUrl,
    ownerUrl,
    roleUrls: await setRolePasswords(ownerUrl),
    async stop() {
      await endpoint.stop();
      await postgres.stop();
    },
  };
}

/** Vitest's globalSetup: costs nothing until a test asks. Projects share it. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[TEST_SERVER]) return;
  let running: Promise<RunningTestServer> | undefined;
  // Anybody on this machine could ask: only those who know the path are told.
  const path = `/${randomBytes(16).toString('hex')}`;
  const desk = createServer((request, response) => {
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    // Each asks once in a while: a connection kept for seconds would be closed by one side while the other, busy with a test, sends.
    response.setHeader('Connection', 'close');
    running ??= startTestServer();
    running.then(
      ({ stop, ...server }) => response.end(JSON.stringify(server)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((listening) => desk.listen(0, '127.0.0.1', listening));
  const address = desk.address();
  if (typeof address !== 'object' || !address) throw new Error('no port for the desk of the test server');
  process.env[TEST_SERVER] = `http://127.0.0.1:${address.port}${path}`;
  return async () => {
    delete process.env[TEST_SERVER];
    desk.close();
    desk.closeAllConnections();
    const server = await running?.catch(() => undefined);
    await server?.stop();
  };
}
