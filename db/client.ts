// A connection to Postgres from a Worker: Neon's driver over HTTP, in production and against the embedded server alike.
import { neon, neonConfig } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';

export interface DatabaseEnv {
  /** One role per Worker: each has a URL of its own. */
  readonly DATABASE_URL: string;
  /** host:port of the local stand-in for Neon's HTTP endpoint. Absent in production. */
  readonly NEON_LOCAL?: string;
}

/** Drizzle for what it can say; `$client.query` and `$client.transaction` (one round trip) for the rest. */
export type Db = ReturnType<typeof connect>;

/** Longer than the statement timeout of any role: only a network that has gone silent is cut off by it. */
const SILENT_AFTER_MS = 90_000;

const neonsOwn = neonConfig.fetchEndpoint;
const standIns = new Map<string, string>();

export function connect({ DATABASE_URL, NEON_LOCAL }: DatabaseEnv) {
  if (NEON_LOCAL) standIn(DATABASE_URL, NEON_LOCAL);
  return drizzle({
    client: neon(DATABASE_URL, {
      fetchOptions: {
        // Read again for each query, as its clock starts when it is made.
        get signal() {
          return AbortSignal.timeout(SILENT_AFTER_MS);
        },
      },
    }),
  });
}

/** The driver knows one endpoint for all: this one keeps a local database and a real one apart in the same program. */
function standIn(url: string, address: string): void {
  const { hostname, port } = new URL(url);
  standIns.set(`${hostname}:${port || 5432}`, `http://${address}/sql`);
  neonConfig.fetchEndpoint = (host, port, options) =>
    standIns.get(`${host}:${port || 5432}`) ??
    (typeof neonsOwn === 'string' ? neonsOwn : neonsOwn(host, port, options));
}
