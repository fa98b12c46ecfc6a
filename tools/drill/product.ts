// A whole product for drills, in a folder and on ports of its own: each part can be taken away and brought back. Its clock ticks predict every five seconds.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../db/local/postgres.ts';
import { ended } from '../../db/local/process.ts';
import { withoutRateLimits } from '../limits-inside.ts';
import { startMesh } from '../mesh.ts';
import { marked } from '../orphans.ts';
import { SIMULATED_SECRETS } from '../simulate/hosts.ts';
import { type Simulator, startSimulator } from '../simulate/server.ts';
import { closers } from '../start/closers.ts';
import { startDatabase } from '../start/database.ts';
import { openHome } from '../start/home.ts';

const API_KEY = 'drill.the-key-of-a-drill-and-of-nobody-else';
/** Of a fetch step. A run against hosts that are away gives up in seconds and not in minutes. */
const RETRY_DELAY_MS = '50';
export const TICKED_EVERY_MS = 5_000;
const ENDS_WITHIN_MS = 10_000;

export interface Lake {
  put(key: string, value: string | Uint8Array): Promise<unknown>;
}
/** The object that holds the aliases, past the gate that a client has to pass. */
export interface AliasesObject {
  say(model: string, wish: object, seen: number | null): Promise<unknown>;
}

export interface DrilledProduct {
  readonly url: string;
  readonly apiKey: string;
  /** May look at every table. */
  readonly ownerUrl: string;
  /** Everything the Workers logged. */
  readonly logs: readonly string[];
  /** Nobody listens at the address of the sources. */
  stopSources(): Promise<void>;
  /** They answer again, as their hosts would that much earlier. */
  startSources(late?: { readonly lateByMs: number }): Promise<void>;
  /** SIGKILL to the server: its sessions go with it. */
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  /** SIGKILL. Resolves when it is dead; who starts it again is the product. */
  killWorkerd(): Promise<void>;
  lake(): Promise<Lake>;
  aliases(): Promise<AliasesObject>;
  stop(): Promise<void>;
}

export async function startProduct(): Promise<DrilledProduct> {
  const directory = await mkdtemp(join(tmpdir(), 'wattmesh-drill-'));
  const parts = closers();
  parts.add('folder', () => rm(directory, { recursive: true, force: true }));
  try {
    return await started(directory, parts);
  } catch (error) {
    await parts.close();
    throw error;
  }
}

async function started(directory: string, parts: ReturnType<typeof closers>): Promise<DrilledProduct> {
  const home = openHome(directory, 'a drill');
  // Here it is killed on purpose.
  const server = await startDatabase({ home, started: parts.add, died: () => {} });
  const database = await server.open({ world: 'simulated', apiKey: API_KEY });
  let lateByMs = 0;
  let sources: Simulator = await startSimulator({ clock: () => Date.now() - lateByMs });
  const sourcesUrl = sources.url;
  parts.add('simulator', () => sources.stop());
  const logs: string[] = [];
  const mesh = await startMesh({
    port: 0,
    home: home.path('mesh'),
    databaseUrls: database.urls,
    neonLocal: server.neonLocal,
    simulatorUrl: sourcesUrl,
    vars: { gateway: { JWT_SECRET: API_KEY }, ingest: { ...SIMULATED_SECRETS, RETRY_DELAY: RETRY_DELAY_MS } },
    adjust: withoutRateLimits,
    onLog: ({ message }) => logs.push(message),
  });
  parts.add('mesh', mesh.stop);
  parts.add(
    'clock',
    clock(() => mesh.tick('predict')),
  );

  const { port } = new URL(server.superuserUrl);
  const postgresPid = async () => {
    const client = new pg.Client(server.superuserUrl);
    await client.connect();
    const { rows } = await client.query<{ pid: string }>(
      "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid",
    );
    await client.end();
    return Number(rows[0]?.pid);
  };
  /** What wrangler.toml binds. Asked for anew each time: one made before workerd was killed is broken for good. */
  async function bound<T>(name: 'LAKE' | 'ALIASES'): Promise<T> {
    // Their types are the platform's, and only the Workers know them.
    return (await mesh.bindings('predict'))[name] as T;
  }
  return {
    url: mesh.url,
    apiKey: API_KEY,
    ownerUrl: database.ownerUrl,
    logs,
    stopSources: () => sources.stop(),
    async startSources(late = { lateByMs: 0 }) {
      ({ lateByMs } = late);
      sources = await startSimulator({ port: Number(new URL(sourcesUrl).port), clock: () => Date.now() - lateByMs });
    },
    async killPostgres() {
      const pid = await postgresPid();
      process.kill(pid, 'SIGKILL');
      if (!(await ended(pid, ENDS_WITHIN_MS))) throw new Error(`Postgres, process ${pid}, does not die`);
    },
    async startPostgres() {
      const again = await startPostgres({
        directory: home.path('postgres'),
        port: Number(port),
        durable: true,
        databases: [],
      });
      parts.add('Postgres', again.stop);
    },
    async killWorkerd() {
      const pids = await marked(home.path('mesh'));
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await Promise.all(pids.map((pid) => ended(pid, ENDS_WITHIN_MS)));
    },
    lake: () => bound<Lake>('LAKE'),
    aliases: async () => (await bound<{ getByName(name: string): AliasesObject }>('ALIASES')).getByName('aliases'),
    stop: parts.close,
  };
}

/** One tick after the other. One that fails says so in the log of its Worker. */
function clock(tick: () => Promise<void>): () => Promise<void> {
  const stopped = new AbortController();
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TICKED_EVERY_MS);
      stopped.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  const ticking = (async () => {
    while (!stopped.signal.aborted) {
      await tick().catch(() => {});
      await pause();
    }
  })();
  return () => {
    stopped.abort();
    return ticking;
  };
}
