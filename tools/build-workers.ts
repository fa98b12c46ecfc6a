// The Workers as their wrangler.toml files and their sources make them. Nothing is started, nothing written but the gateway's assets.
import { join } from 'node:path';
import type { V4WorkerOptions } from 'miniflare';
import { gatherAssets } from './assets.ts';
import { bundleWorker } from './bundle.ts';
import { ROOT } from './root.ts';
import { configOf, WORKERS, type WorkerName } from './workers.ts';

/** Before it is told where its database is. */
export interface BuiltWorker {
  readonly name: WorkerName;
  readonly options: V4WorkerOptions;
}

export interface Built {
  readonly root?: string;
  /** Entries in the place of the Workers' own: a benchmark adds routes of its own to the product. */
  readonly mains?: Readonly<Partial<Record<WorkerName, string>>>;
  /** Files in the place of others. */
  readonly instead?: ReadonlyMap<string, string>;
}

export async function buildWorkers({ root = ROOT, ...changed }: Built = {}): Promise<BuiltWorker[]> {
  if (root === ROOT) await gatherAssets();
  return Promise.all(WORKERS.map((name) => buildWorker(root, name, changed)));
}

async function buildWorker(
  root: string,
  name: WorkerName,
  { mains = {}, instead = new Map() }: Omit<Built, 'root'>,
): Promise<BuiltWorker> {
  const config = configOf(name);
  // Half a second to load: who is given Workers that were built before has no need of it.
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler');
  const { workerOptions, main, define } = unstable_getMiniflareWorkerOptions(join(root, config));
  if (!main) throw new Error(`${config} names no main`);
  const { modulesRules = [], ...rest } = workerOptions;
  return {
    name,
    options: {
      ...rest,
      name: `wattmesh-${name}`,
      modules: await bundleWorker({ main: mains[name] ?? main, rules: modulesRules, define, instead }),
    },
  };
}
