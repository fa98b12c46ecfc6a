// Postgres and Neon's stand-in for one installation: a database per world, fresh passwords each start, the first client.
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { connect } from '../../db/client.ts';
import { startNeonEndpoint } from '../../db/local/neon-endpoint.ts';
import { startPostgres } from '../../db/local/postgres.ts';
import { migrate, setRolePasswords } from '../../db/migrate.ts';
import { createClient, setSecret } from '../../db/queries/clients.ts';
import type { Role } from '../../db/roles.ts';
import { SCOPES } from '../../db/schema.ts';
import type { Home } from './home.ts';
import type { World } from './world.ts';

export const DATABASES: Readonly<Record<World, string>> = { real: 'wattmesh', simulated: 'wattmesh_simulated' };
/** Somebody else's, on the same server: what the turbines' sources ask where nobody has configured the real one. */
const ENERGITECH_DATABASE = 'energitech_simulated';

/** While an installation runs: how its owner connects, for `npm run db`. */
export const OWNER_URL_FILE = 'database-url';
/** While an installation runs: how each role connects, for `npm run db -- roles`. */
export const ROLE_URLS_FILE = 'role-urls.json';

export interface OpenDatabase {
  readonly ownerUrl: string;
  readonly urls: Readonly<Record<Role, string>>;
}

export interface DatabaseServer {
  readonly superuserUrl: string;
  /** host:port of Neon's stand-in. */
  readonly neonLocal: string;
  /** Whoever fills it, for the simulator. */
  readonly energitechOwnerUrl: string;
  /** Brings the database of a world up to date and lets the holder of the key in. */
  open(options: { readonly world: World; readonly apiKey: string }): Promise<OpenDatabase>;
}

export async function startDatabase({
  home,
  started,
  died,
}: {
  readonly home: Home;
  readonly started: (name: string, close: () => Promise<void> | void) => void;
  readonly died: (what: string) => void;
}): Promise<DatabaseServer> {
  const postgres = await startPostgres({
    directory: home.path('postgres'),
    port: await home.port('postgres'),
    durable: true,
    databases: [...Object.values(DATABASES), ENERGITECH_DATABASE],
  });
  let stopping = false;
  started('Postgres', async () => {
    stopping = true;
    await postgres.stop();
  });
  void postgres.exited.then(() => {
    if (!stopping) died('Postgres');
  });
  const neon = await startNeonEndpoint({ port: await home.port('neon'), postgresPort: postgres.port });
  started("Neon's stand-in", neon.stop);

  return {
    superuserUrl: postgres.superuserUrl,
    neonLocal: neon.address,
    energitechOwnerUrl: postgres.ownerUrl(ENERGITECH_DATABASE),
    async open({ world, apiKey }) {
      const ownerUrl = postgres.ownerUrl(DATABASES[world]);
      await migrate(ownerUrl);
      const urls = await setRolePasswords(ownerUrl);
      const addresses = { [OWNER_URL_FILE]: ownerUrl, [ROLE_URLS_FILE]: JSON.stringify(urls, null, 2) };
      for (const [file, text] of Object.entries(addresses)) {
        // Of a start that was killed: `mode` says nothing of a file that is there.
        rmSync(home.path(file), { force: true });
        writeFileSync(home.path(file), `${text}\n`, { mode: 0o600 });
      }
      started('addresses of the database', () => {
        for (const file of Object.keys(addresses)) rmSync(home.path(file), { force: true });
      });
      await letIn(connect({ DATABASE_URL: ownerUrl, NEON_LOCAL: neon.address }), apiKey);
      return { ownerUrl, urls };
    },
  };
}

/** `<client id>.<secret>`, with every scope. A key that was lost and made anew takes the place of the old one. */
async function letIn(db: ReturnType<typeof connect>, apiKey: string): Promise<void> {
  const dot = apiKey.indexOf('.');
  const id = apiKey.slice(0, dot);
  const secretSha256 = createHash('sha256')
    .update(apiKey.slice(dot + 1))
    .digest('hex');
  const name = 'whoever holds the state folder';
  const isNew = await createClient(db, { id, name, secretSha256, scopes: [...SCOPES], createdAt: Date.now() });
  if (!isNew) await setSecret(db, id, secretSha256);
}
