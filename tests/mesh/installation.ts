// The whole mesh for one test file: a database of its own, the simulator, four Workers in workerd. Nothing of it is pretended.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V4ModuleDefinition, V4WorkerOptions } from 'miniflare';
import { connect } from '../../db/client.ts';
import { type NeonEndpoint, startNeonEndpoint } from '../../db/local/neon-endpoint.ts';
import { anyPort } from '../../db/local/port.ts';
import { testDatabase } from '../../db/local/test-database.ts';
import { createClient } from '../../db/queries/clients.ts';
import { SCOPES } from '../../db/schema.ts';
import { type LogLine, startMesh } from '../../tools/mesh.ts';
import { endOrphans } from '../../tools/orphans.ts';
import { SIMULATED_SECRETS } from '../../tools/simulate/hosts.ts';
import { startSimulator } from '../../tools/simulate/server.ts';
import { WORKERS } from '../../tools/workers.ts';
import { builtWorkers } from './built-workers.ts';

export type Installation = Awaited<ReturnType<typeof startInstallation>>;

const SECRET = 'a-secret-of-the-tests-and-of-nobody-else';
/** Of a batch of pushes: production waits 5 seconds for more of them. */
const BATCH_SECONDS = 2;
export const PRIVACY_KEY = btoa('the thirty-two bytes of a test..');

export async function startInstallation({
  vars = {},
  simulatedClock = Date.now,
  walksOnly = false,
}: {
  readonly vars?: Record<string, string>;
  /** What the simulator takes for now: whole years of an archive need a fixed one. */
  readonly simulatedClock?: () => number;
  /** Predict walks every graph of ours. ONNX Runtime, for what others upload, is half of all that workerd is handed at a start: a second of processor. */
  readonly walksOnly?: boolean;
} = {}) {
  const home = await mkdtemp(join(tmpdir(), 'wattmesh mesh '));
  const database = await testDatabase();
  const postgresPort = Number(new URL(database.ownerUrl).port);
  let neon: NeonEndpoint = await startNeonEndpoint({ port: await anyPort(), postgresPort });
  const neonLocal = `127.0.0.1:${neon.port}`;
  await createClient(connect({ DATABASE_URL: database.ownerUrl, NEON_LOCAL: neonLocal }), {
    id: 'tests',
    name: 'the tests',
    secretSha256: createHash('sha256').update(SECRET).digest('hex'),
    scopes: [...SCOPES],
    createdAt: Date.now(),
  });
  const simulator = await startSimulator({ clock: simulatedClock });
  const logs: LogLine[] = [];
  let isUpAgain = () => {};
  let gone = false;
  const mesh = await startMesh({
    port: 0,
    home,
    databaseUrls: Object.fromEntries(WORKERS.map((worker) => [worker, database.url(worker)])),
    neonLocal,
    simulatorUrl: simulator.url,
    vars: {
      gateway: { JWT_SECRET: SECRET },
      ingest: { ...SIMULATED_SECRETS, PRIVACY_KEY, RETRY_DELAY: '50', ...vars },
    },
    adjust: (worker) => lessPatient(walksOnly ? withoutWasm(worker) : worker),
    built: builtWorkers(),
    onLog: (line) => logs.push(line),
    onRestart: () => isUpAgain(),
    onGone: () => {
      gone = true;
    },
  });

  const apiKey = `tests.${SECRET}`;
  /** With a key that has every scope. */
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(mesh.url + path, { ...init, headers: { 'X-API-Key': apiKey, ...init.headers } });
  return {
    home,
    mesh,
    apiKey,
    simulator,
    /** The role that may do anything, for looking behind the scenes. */
    ownerUrl: database.ownerUrl,
    /** Everything the Workers logged so far. */
    logs,
    ask,
    json: async (path: string, init?: RequestInit) => (await ask(path, init)).json(),
    /** As the kernel does when memory is short. Ends when workerd has been started again and knows what died. */
    async killWorkerd() {
      const upAgain = Promise.withResolvers<void>();
      isUpAgain = upAgain.resolve;
      await endOrphans(home);
      await upAgain.promise;
    },
    /** Whether workerd died and could not be brought back. */
    isGone: () => gone,
    /** Nobody answers at the database's address any more. */
    takeDatabaseAway: () => neon.stop(),
    async bringDatabaseBack() {
      neon = await startNeonEndpoint({ port: neon.port, postgresPort });
    },
    async stop() {
      await mesh.stop();
      await simulator.stop();
      await neon.stop();
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** In its place a module that holds nothing: whoever runs it fails. */
const EMPTY_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
function withoutWasm({ modules, ...worker }: V4WorkerOptions): V4WorkerOptions {
  if (!Array.isArray(modules)) throw new Error(`${worker.name} has no list of modules`);
  const empty = (module: V4ModuleDefinition): V4ModuleDefinition =>
    module.type === 'CompiledWasm' ? { ...module, contents: EMPTY_WASM } : module;
  return { ...worker, modules: modules.map(empty) };
}

function lessPatient(worker: V4WorkerOptions): V4WorkerOptions {
  const consumers = worker.queueConsumers;
  if (consumers === undefined || Array.isArray(consumers)) return worker;
  return {
    ...worker,
    queueConsumers: Object.fromEntries(
      Object.entries(consumers).map(([queue, options]) => [queue, { ...options, maxBatchTimeout: BATCH_SECONDS }]),
    ),
  };
}

/** Starts a run of a window and waits for its end. */
export async function loaded(
  { ask, json }: Installation,
  request: { dataset: string; feed?: string; from: string; to: string; dry_run?: boolean; replay?: boolean },
) {
  const started = await ask('/v1/runs', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (started.status !== 202) throw new Error(`POST /v1/runs says ${started.status}: ${await started.text()}`);
  const { runs }: { runs: string[] } = await started.json();
  return Promise.all(runs.map((id) => ended(json, id)));
}

async function ended(json: Installation['json'], id: string) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const run = await json(`/v1/runs/${id}`);
    if (run.status === 'succeeded' || run.status === 'failed') return run;
    if (Date.now() > deadline) throw new Error(`run ${id} is still ${run.status} at ${run.step}`);
    // Each look costs the mesh some milliseconds of work.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
