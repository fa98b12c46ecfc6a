// Requests per second of the whole path: liveness, one predicted row, and beside them what workerd itself can do, in one run.

import { join } from 'node:path';
import type { V4WorkerOptions } from 'miniflare';
import { DAY, floorTo, HOUR } from '../../data/time.ts';
import { bundleWorker } from '../bundle.ts';
import { ROOT } from '../root.ts';
import { backfill } from './backfill.ts';
import type { Question } from './connection.ts';
import { type Measured, measure } from './load.ts';
import { startBenchStack } from './stack.ts';

const CONNECTIONS = 32;
const SECONDS = 3;
const REPEATS = 5;
const WARM_UP_SECONDS = 2;
const ECHO = 'JSON echo over RPC';

export interface ServeResult {
  readonly what: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Against the echo, in the same run. */
  readonly ofEcho: number;
}

export async function benchServe(): Promise<ServeResult[]> {
  const stack = await startBenchStack({ beside: await echoPair() });
  try {
    const now = Date.now();
    // A model answers from its past: without one it would be the baseline that is measured.
    await backfill(stack, { dataset: 'consumption', feed: 'national-live', from: iso(now - 45 * DAY), to: iso(now) });
    const json = { 'Content-Type': 'application/json' };
    const questions: Readonly<Record<string, Question>> = {
      [ECHO]: {
        url: `${await stack.mesh.besideUrl('echo-gateway')}/`,
        method: 'POST',
        headers: json,
        body: '{"load_mw":54321}',
      },
      'GET /healthz': { url: `${stack.mesh.url}/healthz`, method: 'GET', headers: {} },
      'POST …/predict, one row': {
        url: `${stack.mesh.url}/v1/models/load-day-ahead/predict`,
        method: 'POST',
        headers: { ...json, 'X-API-Key': stack.apiKey },
        body: JSON.stringify({ valid_at: [iso(floorTo(HOUR, now) + 24 * HOUR)] }),
      },
    };
    for (const question of Object.values(questions))
      await measure({ question, connections: CONNECTIONS, seconds: WARM_UP_SECONDS });
    // Interleaved, so that a noisy minute of the machine touches all of them.
    const rounds: Readonly<Record<string, Measured>>[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const round: Record<string, Measured> = {};
      for (const [what, question] of Object.entries(questions)) {
        round[what] = await measure({ question, connections: CONNECTIONS, seconds: SECONDS });
        mustAllBe200(what, round[what]);
      }
      rounds.push(round);
    }
    const figure = (what: string, key: 'perSecond' | 'p50Ms' | 'p99Ms') =>
      median(rounds.flatMap((round) => round[what]?.[key] ?? []));
    return Object.keys(questions).map((what) => ({
      what,
      perSecond: figure(what, 'perSecond'),
      p50Ms: figure(what, 'p50Ms'),
      p99Ms: figure(what, 'p99Ms'),
      ofEcho: figure(what, 'perSecond') / figure(ECHO, 'perSecond'),
    }));
  } finally {
    await stack.stop();
  }
}

const iso = (at: number) => new Date(at).toISOString();

async function echoPair(): Promise<V4WorkerOptions[]> {
  const worker = async (name: string): Promise<V4WorkerOptions> => ({
    name,
    compatibilityDate: '2026-08-15',
    compatibilityFlags: ['nodejs_compat'],
    modules: await bundleWorker({ main: join(ROOT, 'tools', 'bench', `${name}.ts`), rules: [], define: {} }),
  });
  return [
    {
      ...(await worker('echo-gateway')),
      serviceBindings: { ECHO: { name: 'echo', entrypoint: 'Echo' } },
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    },
    await worker('echo'),
  ];
}

function mustAllBe200(what: string, { statuses }: Measured): void {
  const others = Object.keys(statuses).filter((status) => status !== '200');
  if (others.length > 0) throw new Error(`${what} answered ${JSON.stringify(statuses)}, want only 200`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
