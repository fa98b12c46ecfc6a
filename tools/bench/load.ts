// Closed-loop load from a thread of its own: so many connections, each asking as soon as it was answered.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { openConnection, type Question } from './connection.ts';

export interface Load {
  readonly question: Question;
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Status to count. */
  readonly statuses: Readonly<Record<number, number>>;
}

export function measure(load: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(import.meta.url), { workerData: load });
    thread.once('message', resolve);
    thread.once('error', reject);
  });
}

async function run({ question, connections, seconds }: Load): Promise<Measured> {
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = await openConnection(question);
      while (performance.now() < until) {
        const { status, seconds: took } = await connection.ask();
        latencies.push(took);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      connection.close();
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const quantileMs = (level: number) => 1000 * (latencies[Math.floor(level * (latencies.length - 1))] ?? Number.NaN);
  return { perSecond: latencies.length / elapsed, p50Ms: quantileMs(0.5), p99Ms: quantileMs(0.99), statuses };
}

if (parentPort) parentPort.postMessage(await run(workerData));
