// The order in which the parts of one machine come up: Postgres, world, mesh, clock. Each says how to stop it before the next begins.
import { randomBytes } from 'node:crypto';
import { datasets } from '../../data/catalogue.gen.ts';
import { connect } from '../../db/client.ts';
import { openRuns } from '../../db/queries/runs.ts';
import { type Mesh, startMesh } from '../mesh.ts';
import { startCron } from './cron.ts';
import { startDatabase } from './database.ts';
import type { Home } from './home.ts';
import { openJournal } from './journal.ts';
import { chooseWorld } from './world.ts';

export interface StackOptions {
  readonly home: Home;
  readonly port: number;
  readonly wantedWorld: string | undefined;
  /** Called with each part that came up, and how to stop it. */
  readonly started: (name: string, close: () => Promise<void> | void) => void;
  readonly say: (line: string) => void;
  /** Called when a part ends by itself and cannot be brought back. */
  readonly died: (what: string) => void;
}

export async function startStack({ home, port, wantedWorld, started, say, died }: StackOptions): Promise<Mesh> {
  const key = home.secret('api-key', () => `local.${randomBytes(24).toString('base64url')}`);
  const [{ world, why }, server] = await Promise.all([
    chooseWorld({ wanted: wantedWorld, datasets: Object.values(datasets) }),
    startDatabase({ home, started, died }),
  ]);
  say(`${world} data: ${why}`);
  const database = await server.open({ world, apiKey: key.value });

  const simulatorUrl = world === 'simulated' ? await simulator(started) : undefined;
  const journal = openJournal(home.path('logs'), new Date());
  const mesh = await startMesh({
    port,
    home: home.path(world),
    databaseUrls: database.urls,
    neonLocal: server.neonLocal,
    ...(simulatorUrl && { simulatorUrl }),
    vars: { gateway: { JWT_SECRET: home.secret('jwt-secret').value } },
    onLog: journal.write,
    onRestart: () => say('workerd died and was started again'),
  });
  started('mesh', mesh.stop);

  const db = connect({ DATABASE_URL: database.ownerUrl, NEON_LOCAL: server.neonLocal });
  const cron = startCron({
    mesh,
    settled: async () => (await openRuns(db)).length === 0,
    onError: (worker, error) =>
      say(`  the tick of ${worker} failed: ${error instanceof Error ? error.message : error}`),
  });
  started('clock', cron.stop);
  await answering(mesh.url);
  if (key.isNew) say(`API key with every scope, kept in ${home.path('api-key')}:\n  ${key.value}`);
  say(`logs in ${journal.file}`);
  return mesh;
}

async function simulator(started: StackOptions['started']): Promise<string> {
  const { startSimulator } = await import('../simulate/server.ts');
  const running = await startSimulator({ port: 0 });
  started('simulator', running.stop);
  return running.url;
}

const ANSWERS_WITHIN_MS = 20_000;

/** Ready means that a request is answered, whatever the answer about the parts. */
async function answering(url: string): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    const status = await fetch(`${url}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() > deadline)
      throw new Error(`${url}/readyz says ${status} after ${ANSWERS_WITHIN_MS / 1000} s, want 200`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
