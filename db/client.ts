// A connection to Postgres from a Worker: Neon's driver over HTTP, in production and against the embedded server alike.
import { neon, neonConfig } from '@neondatabase/serverless';

export interface DatabaseEnv {
  /** One role per Worker: each has a URL of its own. */
  readonly DATABASE_URL: string;
  /** host:port of the local stand-in for Neon's HTTP endpoint. Absent in production. */
  readonly NEON_LOCAL?: string;
}

export type Sql = ReturnType<typeof connect>;

export function connect({ DATABASE_URL, NEON_LOCAL }: DatabaseEnv) {
  if (NEON_LOCAL) neonConfig.fetchEndpoint = () => `http://${NEON_LOCAL}/sql`;
  return neon(DATABASE_URL, { fullResults: true });
}
