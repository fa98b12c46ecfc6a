// The order in which the parts of one machine come up: Postgres, world, mesh, clock. Each says how to stop it before the next begins.
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { connect } from '../../db/client.ts';
import { freePort } from '../../db/local/port.ts';
import { latestScheduled } from '../../db/queries/latest-scheduled.ts';
import { openRuns } from '../../db/queries/runs.ts';
import { models } from '../../models/catalogue.gen.ts';
import { scheduledDatasets } from '../../workers/ingest/due.ts';
import { buildWorkers } from '../build-workers.ts';
import { stopBundling } from '../bundle.ts';
import { type Mesh, startMesh } from '../mesh.ts';
import { readerUrl } from '../simulate/energitech-database.ts';
import { SIMULATED_SECRETS } from '../simulate/hosts.ts';
import { type Cron, startCron } from './cron.ts';
import { startDatabase } from './database.ts';
import { firstLoads, forecastStates } from './first-loads.ts';
import type { Home } from './home.ts';
import { openJournal } from './journal.ts';
import { startSimulatorProcess } from './simulator.ts';
import { notAsked, sourceSettings } from './sources.ts';
import { chooseWorld } from './world.ts';

/** Answers gather for a quarter of a second before they are written down. */
const WRITTEN_DOWN_AFTER_MS = 500;

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
  const all: readonly DatasetDefinition[] = Object.values(datasets);
  const only = process.env['DATASETS'];
  const scheduled = scheduledDatasets(all, only);
  await freePort(port, 'the gateway');
  const key = home.secret('api-key', {
    make: () => `local.${randomBytes(24).toString('base64url')}`,
    form: /^local\.[\w-]{16,200}$/,
  });
  const built = buildWorkers();
  // Awaited further down: until then a failure is not yet anybody's.
  built.catch(() => {});
  started('the bundler', stopBundling);
  const [{ world, why }, server] = await Promise.all([
    chooseWorld({ wanted: wantedWorld, datasets: all }),
    startDatabase({ home, started, died }),
  ]);
  say(`${world} data: ${why}`);
  if (only) say(`by schedule only, since DATASETS says so: ${scheduled.map(({ id }) => id).join(', ') || 'nothing'}`);
  const energitech = {
    ownerUrl: server.energitechOwnerUrl,
    readerPassword: home.secret('energitech-reader').value,
  };
  const { secrets, simulatedDatasets } = sourceSettings({
    world,
    datasets: all,
    given: process.env,
    simulated: {
      ...SIMULATED_SECRETS,
      ENERGITECH_DATABASE_URL: readerUrl(energitech.ownerUrl, energitech.readerPassword),
    },
  });
  const ignored = notAsked({ world, datasets: all, given: process.env });
  if (ignored.length > 0)
    say(`not asked in the simulated world: ${ignored.join(', ')}. WATTMESH_WORLD=real npm start asks them`);
  if (world === 'real' && simulatedDatasets.length > 0)
    say(`simulated all the same, since no source of theirs is configured: ${simulatedDatasets.join(', ')}`);
  const [database, simulator] = await Promise.all([
    server.open({ world, apiKey: key.value }),
    simulatedDatasets.length > 0 ? startSimulatorProcess({ home, energitech, started, died }) : undefined,
  ]);

  const journal = openJournal(home.path('logs'), { now: new Date() });
  let cron: Cron | undefined;
  const mesh = await startMesh({
    port,
    home: home.path(world),
    databaseUrls: database.urls,
    neonLocal: server.neonLocal,
    ...(simulator && { simulatorUrl: simulator.url }),
    ...(world === 'real' && { simulatedDatasets }),
    vars: {
      gateway: { JWT_SECRET: home.secret('jwt-secret').value },
      ingest: {
        ...secrets,
        ...(only && { DATASETS: only }),
        PRIVACY_KEY: process.env['PRIVACY_KEY'] ?? privacyKey(home),
      },
    },
    built,
    onLog: journal.write,
    onGone: () => died('workerd'),
    onRestart({ milliseconds }) {
      const at = journal.note('workerd_restarted', { away_ms: milliseconds });
      say(`${at} workerd died and was started again, away for ${(milliseconds / 1_000).toFixed(1)} s`);
      void cron?.tick();
    },
  });
  started('mesh', mesh.stop);
  started('what was just answered', () => pause(WRITTEN_DOWN_AFTER_MS));
  await answering(mesh.url);

  const db = connect({ DATABASE_URL: database.ownerUrl, NEON_LOCAL: server.neonLocal });
  async function sayFirstLoads(): Promise<void> {
    try {
      const [feeds, forecasts] = await Promise.all([
        latestScheduled(db),
        forecastStates(Object.values(models), { url: mesh.url, key: key.value }),
      ]);
      for (const line of firstLoads({ feeds, forecasts, url: mesh.url })) say(line);
    } catch (error) {
      say(`what was loaded is not known: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  cron = startCron({
    mesh,
    sourcesReady: simulator?.filled,
    settled: async () => (await openRuns(db)).length === 0,
    upToDate() {
      journal.loaded();
      void sayFirstLoads();
    },
    onError(worker, error) {
      const reason = error instanceof Error ? error.message : String(error);
      const at = journal.note('tick_failed', { ticked: worker, reason });
      say(`${at} the tick of ${worker} failed: ${reason}`);
    },
  });
  started('clock', cron.stop);
  if (key.isNew) say(`API key with every scope, kept in ${home.path('api-key')}:\n  ${key.value}`);
  say(`logs in ${journal.file}`);
  return mesh;
}

/** 32 bytes in base64. Lost, it takes what it has encrypted with it: whoever keeps the state folder keeps it too. */
const privacyKey = (home: Home): string =>
  home.secret('privacy-key', {
    make: () => randomBytes(32).toString('base64'),
    form: /^[A-Za-z0-9+/]{43}=$/,
  }).value;

const ANSWERS_WITHIN_MS = 30_000;

/** Ready means that every part answers; the data comes after. */
async function answering(url: string): Promise<void> {
  const deadline = performance.now() + ANSWERS_WITHIN_MS;
  for (;;) {
    const [status, said] = await fetch(`${url}/readyz`).then(
      async (answer) => [answer.status, await answer.text()] as const,
      (error: unknown) => [0, String(error)] as const,
    );
    if (status === 200) return;
    if (performance.now() > deadline)
      throw new Error(`${url}/readyz says ${status} after ${ANSWERS_WITHIN_MS / 1000} s, want 200: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
