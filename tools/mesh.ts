// The four Workers in one workerd, from their own wrangler.toml files. Knows nothing of Postgres or of the world outside.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare, Response, type V4WorkerOptions } from 'miniflare';
import { freePort } from '../db/local/port.ts';
import { watchOver } from '../db/local/watchdog.ts';
import { type BuiltWorker, buildWorkers } from './build-workers.ts';
import { CrashLog } from './crash-log.ts';
import { filesApart } from './files-apart.ts';
import { limitsInside } from './limits-inside.ts';
import { endOrphans, MARK, marked } from './orphans.ts';
import type { WorkerName } from './workers.ts';

export interface LogLine {
  readonly timestamp: number;
  readonly level: string;
  readonly message: string;
}

export interface MeshOptions {
  /** Of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Where the lake, the queue, the workflows and the Durable Objects are kept. */
  readonly home: string;
  readonly databaseUrls: Readonly<Partial<Record<WorkerName, string>>>;
  /** host:port of the stand-in for Neon. */
  readonly neonLocal?: string;
  /** Loopback URL of the simulator. */
  readonly simulatorUrl?: string;
  /** Ids: only these come from it. All of them when absent, and then every page says so. */
  readonly simulatedDatasets?: readonly string[];
  /** Further variables and secrets, by Worker. */
  readonly vars?: Readonly<Partial<Record<WorkerName, Readonly<Record<string, string>>>>>;
  readonly onLog?: (line: LogLine) => void;
  /** Called when workerd died and was started again, on the same port: how long it was away. */
  readonly onRestart?: (away: { readonly milliseconds: number }) => void;
  /** Called by a tick that finds workerd dead and not to be brought back: somebody else took its port, perhaps. */
  readonly onGone?: () => void;
  /** Last word on a Worker's options: a benchmark lifts the rate limits. */
  readonly adjust?: (worker: V4WorkerOptions) => V4WorkerOptions;
  /** A debugger may look into the Workers: what a benchmark asks how much they hold. */
  readonly inspectable?: boolean;
  /** Workers that are not ours, in the same workerd: what ours are measured against. */
  readonly beside?: readonly V4WorkerOptions[];
  /** Bundles made beforehand: building them takes as long as starting Postgres. */
  readonly built?: Promise<readonly BuiltWorker[]>;
}

type Fetcher = Awaited<ReturnType<Miniflare['getWorker']>>;

export interface Mesh {
  readonly url: string;
  /** Runs a Worker's scheduled handler, as its cron would. */
  tick(worker: WorkerName): Promise<void>;
  /** Where a debugger finds the Workers, of a mesh that is `inspectable`. */
  inspectorUrl(): Promise<string>;
  /** Where a Worker beside ours listens. */
  besideUrl(name: string): Promise<string>;
  /** A Worker by name: `fetch`, `scheduled`. */
  worker(name: WorkerName): Promise<Fetcher>;
  /** What a Worker's `env` holds: RPC of its service bindings, the lake, the queue. */
  bindings(name: WorkerName): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export async function startMesh(options: MeshOptions): Promise<Mesh> {
  const {
    port,
    home,
    built = buildWorkers(),
    onLog = printLog,
    onRestart,
    onGone,
    adjust = (worker) => worker,
    inspectable = false,
    beside = [],
  } = options;
  await endOrphans(home);
  const temporary = join(home, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  // Known before workerd runs: it comes back at the same place.
  const ownPort = await freePort(port, 'the gateway');
  const workers = (await built)
    .map((worker) => adjust(withBindings(worker, options)))
    .flatMap(filesApart)
    .map(limitsInside);

  /** What ran before was interrupted. Asked for by ingest: a variable of its own would need workerd to be started once more after each crash. */
  let startedAt = Date.now();
  let diedAt: number | undefined;
  const configuration = convertV4MiniflareOptions({
    workers: [...workers, ...beside].map((worker) => ({
      ...worker,
      ...(worker.name === 'wattmesh-ingest' && {
        serviceBindings: { ...worker.serviceBindings, INTERRUPTED_BEFORE: () => new Response(String(startedAt)) },
      }),
      ...(worker.name === 'wattmesh-gateway' && { unsafeDirectSockets: [{ host: '127.0.0.1', port: ownPort }] }),
    })),
    host: '127.0.0.1',
    port: 0,
    ...(inspectable && { inspectorPort: 0 }),
    resourcePersistencePath: join(home, 'resources'),
    resourceTmpPath: temporary,
    cf: false,
    telemetry: { enabled: false },
    // For tick(): not on the gateway's own port, which is a direct socket.
    unsafeTriggerHandlers: true,
    log: new CrashLog(() => (diedAt ??= Date.now())),
    unsafeRuntimeEnv: { [MARK]: home },
    handleStructuredLogs: onLog,
    unsafeHandleRuntimeRestart: restarted,
  });

  const miniflare = withOurSignals(() => new Miniflare(configuration));
  await miniflare.ready;
  const direct = await miniflare.unsafeGetDirectURL('wattmesh-gateway');
  let callOff = await guard(home);

  async function restarted(): Promise<void> {
    startedAt = Date.now();
    const milliseconds = startedAt - (diedAt ?? startedAt);
    diedAt = undefined;
    callOff();
    callOff = await guard(home);
    onRestart?.({ milliseconds });
  }

  return {
    url: direct.origin,
    async tick(worker) {
      // Over HTTP: a proxy made while workerd is being started again stays broken for good.
      const answer = await miniflare
        .dispatchFetch(
          `http://localhost/cdn-cgi/local/scheduled?time=${Date.now()}&cron=${encodeURIComponent('*/5 * * * *')}`,
          { headers: { 'MF-Route-Override': `wattmesh-${worker}` } },
        )
        .catch((error: unknown) => {
          if (isGoneForGood(error)) onGone?.();
          throw error;
        });
      const outcome = await answer.text();
      if (!answer.ok) throw new Error(`the tick of ${worker} ended with ${outcome.slice(0, 200)}: its log says why`);
    },
    inspectorUrl: async () => `http://${(await miniflare.getInspectorURL()).host}`,
    besideUrl: async (name) => (await miniflare.unsafeGetDirectURL(name)).origin,
    worker: (name) => miniflare.getWorker(`wattmesh-${name}`),
    bindings: (name) => miniflare.getBindings(`wattmesh-${name}`),
    async stop() {
      await miniflare.dispose();
      callOff();
    },
  };
}

function withBindings(
  { name, options }: BuiltWorker,
  { databaseUrls, neonLocal, simulatorUrl, simulatedDatasets, vars }: MeshOptions,
): V4WorkerOptions {
  const databaseUrl = databaseUrls[name];
  return {
    ...options,
    bindings: Object.assign({}, options.bindings, {
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...(neonLocal && { NEON_LOCAL: neonLocal }),
      ...(name === 'predict' && { QUEUES_FORGET: 'yes' }),
      ...(simulatorUrl && name === 'ingest' && { SIMULATOR_URL: simulatorUrl }),
      ...(simulatorUrl &&
        name === 'ingest' &&
        simulatedDatasets && { SIMULATED_DATASETS: simulatedDatasets.join(',') }),
      ...(simulatorUrl && name === 'gateway' && !simulatedDatasets && { SIMULATED: 'yes' }),
      ...vars?.[name],
    }),
  };
}

/** Miniflare would end this program at the first signal, with Postgres still up: whoever started the mesh decides when to stop. */
function withOurSignals<T>(create: () => T): T {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const created = create();
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!before.has(listener)) process.off(signal, listener);
  }
  return created;
}

/** Killed the hard way, we leave workerd behind: somebody has to tell it. */
async function guard(home: string): Promise<() => void> {
  const guards = (await marked(home)).map((pid) => watchOver(pid));
  return () => {
    for (const callOff of guards) callOff();
  };
}

function printLog({ level, message }: LogLine): void {
  if (level === 'warn' || level === 'error') console.error(message);
}

/** Miniflare tries once. */
const isGoneForGood = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_RUNTIME_FAILURE';
