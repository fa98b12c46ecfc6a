// Connections to the local Postgres, a bounded pool for each connection string that is in use. Only ever to one server.
import pg from 'pg';

export interface Pools {
  connect(connectionString: string): Promise<pg.PoolClient>;
  end(): Promise<void>;
}

const CONNECTIONS_PER_STRING = 12;
const IDLE_MS = 10_000;
const CONNECT_WITHIN_MS = 10_000;

/** Whatever host a connection string names, the server is this one: nobody is sent elsewhere through us. */
export function poolsFor({ host, port }: { readonly host: string; readonly port: number }): Pools {
  const pools = new Map<string, pg.Pool>();

  function open(key: string, url: URL): pg.Pool {
    const pool = new pg.Pool({
      host,
      port,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
      max: CONNECTIONS_PER_STRING,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
    });
    // An idle connection that the server closes is no news: the next request opens another.
    pool.on('error', () => {});
    pool.on('remove', () => {
      if (pool.totalCount > 0 || pool.waitingCount > 0 || pools.get(key) !== pool) return;
      pools.delete(key);
      void pool.end();
    });
    pools.set(key, pool);
    return pool;
  }

  return {
    async connect(connectionString) {
      const url = new URL(connectionString);
      const key = `${url.username}:${url.password}@${url.pathname}`;
      const client = await (pools.get(key) ?? open(key, url)).connect();
      // A request that fails while its connection is lost reports that itself.
      if (client.listenerCount('error') === 0) client.on('error', () => {});
      return client;
    },
    async end() {
      const all = [...pools.values()];
      // First: a pool that is not in use any more is not ended again when its last connection goes.
      pools.clear();
      await Promise.all(all.map((pool) => pool.end()));
    },
  };
}
