// A whole installation for a benchmark, in the product's own configuration but for the rate limits; thrown away afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V4WorkerOptions } from 'miniflare';
import type { BuiltWorker } from '../build-workers.ts';
import { withoutRateLimits } from '../limits-inside.ts';
import { type Mesh, startMesh } from '../mesh.ts';
import { startSimulator } from '../simulate/server.ts';
import { closers } from '../start/closers.ts';
import { startDatabase } from '../start/database.ts';
import { openHome } from '../start/home.ts';

const API_KEY = 'bench.the-key-of-a-benchmark-and-of-nobody-else';

export interface BenchStack {
  readonly mesh: Mesh;
  readonly home: string;
  readonly apiKey: string;
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

export async function startBenchStack({
  inspectable = false,
  beside = [],
  built,
}: {
  readonly inspectable?: boolean;
  readonly beside?: readonly V4WorkerOptions[];
  /** Other bundles than the product's own. */
  readonly built?: Promise<readonly BuiltWorker[]>;
} = {}): Promise<BenchStack> {
  const directory = await mkdtemp(join(tmpdir(), 'wattmesh-bench-'));
  const parts = closers();
  parts.add('folder', () => rm(directory, { recursive: true, force: true }));
  try {
    const home = openHome(directory, 'the benchmark');
    const died = (what: string) => console.error(`${what} died`);
    const server = await startDatabase({ home, started: parts.add, died });
    const database = await server.open({ world: 'simulated', apiKey: API_KEY });
    const simulator = await startSimulator();
    parts.add('simulator', simulator.stop);
    const mesh = await startMesh({
      port: 0,
      home: home.path('mesh'),
      databaseUrls: database.urls,
      neonLocal: server.neonLocal,
      simulatorUrl: simulator.url,
      vars: { gateway: { JWT_SECRET: API_KEY } },
      adjust: withoutRateLimits,
      inspectable,
      beside,
      ...(built && { built }),
    });
    parts.add('mesh', mesh.stop);
    return { mesh, home: home.path('mesh'), apiKey: API_KEY, superuserUrl: server.superuserUrl, stop: parts.close };
  } catch (error) {
    await parts.close();
    throw error;
  }
}
