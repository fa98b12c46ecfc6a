// What serving costs, each figure beside that of a peer in the same run: interleaved, five repeats, medians.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V4WorkerOptions } from 'miniflare';
import { DAY } from '../../data/time.ts';
import { models } from '../../models/catalogue.gen.ts';
import { buildWorkers } from '../build-workers.ts';
import { bundleWorker } from '../bundle.ts';
import { backfill } from './backfill.ts';
import type { Question } from './connection.ts';
import { measure } from './load.ts';
import { median } from './median.ts';
import { coldStart } from './serving/cold-start.ts';
import { isolateMemory } from './serving/isolate-memory.ts';
import { LEAVES, largeRelease, TREES } from './serving/large-release.ts';
import { nodePeer, type Peer, pythonPeer } from './serving/peers.ts';
import { atLeast, atMost, below, notMeasured, type ServeRow, under } from './serving/row.ts';
import { type BenchStack, startBenchStack } from './stack.ts';

const CONNECTIONS = 32;
const SECONDS = 2;
const REPEATS = 5;
const WARM_UP_SECONDS = 3;
const BATCH_ROWS = 10_000;
const BATCH_TIMES = 5;

/** A record model with one head: its release is replaced by a large one. */
const MODEL = models['city-score'];
const ROW = JSON.stringify({
  rows: [Object.fromEntries(MODEL.features.map((name, i) => [name, (i + 0.5) / MODEL.features.length]))],
});
const SERVING = join(import.meta.dirname, 'serving');

export interface ServeResult {
  readonly machine: { readonly cores: number; readonly loadAverage: number };
  readonly requests: readonly Figures[];
  readonly rows: readonly ServeRow[];
}

export interface Figures {
  readonly what: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export async function benchServe(): Promise<ServeResult> {
  const folder = await mkdtemp(join(tmpdir(), 'wattmesh-bench-serve-'));
  const ends: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const large = await largeRelease(MODEL, folder);
    const mains = { gateway: join(SERVING, 'gateway-with-echo.ts'), predict: join(SERVING, 'predict-with-echo.ts') };
    const built = buildWorkers({ mains, instead: large.instead });
    const stack = await startBenchStack({ beside: await echoPair(), built });
    ends.unshift(() => stack.stop());
    const [node, python] = [await nodePeer(large, MODEL.features), await pythonPeer(large, MODEL.features, folder)];
    for (const peer of [node, python]) if ('stop' in peer) ends.unshift(() => peer.stop());
    await publishForecasts(stack);

    const questions = await questionsFor(stack, { node, python });
    const found = await inTurns(questions);
    const rate = (what: string) => found.get(what)?.perSecond ?? Number.NaN;
    const batch = 'url' in node ? await batches(stack, node.url) : null;
    await stack.stop();
    const cold = await coldStart({ id: MODEL.id, body: ROW }, folder, large.instead);
    const held = await isolateMemory(built, { models: Object.keys(models), rows: BATCH_ROWS, times: 2 });
    const named = `one row, ${TREES} trees x ${LEAVES} leaves`;
    return {
      machine: { cores: cpus().length, loadAverage: loadavg()[0] ?? Number.NaN },
      requests: [...found].map(([what, figures]) => ({ what, ...figures })),
      rows: [
        atLeast(0.7, `${named}: of the echo through the same two Workers`, rate(PREDICT), rate(ECHO)),
        'missing' in python
          ? notMeasured(50, `${named}: times FastAPI + scikit-learn, 200 trees`, python.missing)
          : atLeast(50, `${named}: times FastAPI + scikit-learn, 200 trees`, rate(PREDICT), rate(PYTHON)),
        ...('missing' in python
          ? []
          : [below(`${named}: p99 in ms beside FastAPI's`, found.get(PREDICT)!.p99Ms, found.get(PYTHON)!.p99Ms)]),
        'missing' in node
          ? notMeasured(0.6, `${named}: of Node http + onnxruntime-node`, node.missing)
          : atLeast(0.6, `${named}: of Node http + onnxruntime-node`, rate(PREDICT), rate(NODE)),
        ...(batch
          ? [atMost(1.3, `${BATCH_ROWS} rows in the isolate: ms beside native, one thread`, batch.ours, batch.native)]
          : []),
        atLeast(0.85, 'forecast from cache: of a static route', rate(FORECAST), rate(STATIC)),
        under(500, 'raw workerd: process start to first prediction, ms', cold.firstPredictionMs),
        under(100, 'raw workerd: processor to read and run the modules of predict, ms', cold.startMs),
        under(100, 'isolate of predict: every release open, MB', held.openMb),
        under(100, `isolate of predict: after ${BATCH_ROWS} rows of each, MB`, held.batchesMb),
      ],
    };
  } finally {
    for (const end of ends) await end();
  }
}

const PREDICT = 'POST …/predict, one row';
const ECHO = 'POST /echo, same two Workers';
const BARE = 'bare echo, two Workers';
const ALONE = 'bare echo, one Worker';
const FORECAST = 'GET …/forecast';
const STATIC = 'GET /static, as many bytes';
const NODE = 'Node http + onnxruntime-node';
const PYTHON = 'FastAPI + scikit-learn';

async function questionsFor(
  { mesh, apiKey }: BenchStack,
  { node, python }: { readonly node: Peer; readonly python: Peer },
): Promise<ReadonlyMap<string, Question>> {
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-API-Key': apiKey } } as const;
  const get = { method: 'GET', headers: { 'X-API-Key': apiKey } } as const;
  const body = ROW;
  const bare = await mesh.besideUrl('echo-gateway');
  const forecast = `${mesh.url}/v1/models/load-day-ahead/forecast`;
  const bytes = (await (await fetch(forecast, { headers: get.headers })).arrayBuffer()).byteLength;
  const questions = new Map<string, Question>([
    [PREDICT, { ...post, url: `${mesh.url}/v1/models/${MODEL.id}/predict`, body }],
    [ECHO, { ...post, url: `${mesh.url}/echo`, body }],
    [BARE, { ...post, url: `${bare}/`, body }],
    [ALONE, { ...post, url: `${bare}/alone`, body }],
    [FORECAST, { ...get, url: forecast }],
    [STATIC, { ...get, url: `${mesh.url}/static/${bytes}` }],
  ]);
  if ('url' in node) questions.set(NODE, { ...post, url: node.url, body });
  if ('url' in python) questions.set(PYTHON, { ...post, url: `${python.url}/predict`, body });
  return questions;
}

/** Interleaved, so that a noisy minute of the machine touches all of them. */
async function inTurns(questions: ReadonlyMap<string, Question>): Promise<ReadonlyMap<string, Omit<Figures, 'what'>>> {
  const asked = (question: Question, seconds: number) => measure({ question, connections: CONNECTIONS, seconds });
  for (const question of questions.values()) await asked(question, WARM_UP_SECONDS);
  const rounds = new Map([...questions.keys()].map((what) => [what, [] as Omit<Figures, 'what'>[]]));
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const [what, question] of questions) {
      const { statuses, ...figures } = await asked(question, SECONDS);
      const others = Object.keys(statuses).filter((status) => status !== '200');
      if (others.length > 0) throw new Error(`${what} answered ${JSON.stringify(statuses)}, want only 200`);
      rounds.get(what)!.push(figures);
    }
  }
  const middle = (all: readonly Omit<Figures, 'what'>[], key: keyof Omit<Figures, 'what'>) =>
    median(all.map((one) => one[key]));
  return new Map(
    [...rounds].map(([what, all]) => [
      what,
      { perSecond: middle(all, 'perSecond'), p50Ms: middle(all, 'p50Ms'), p99Ms: middle(all, 'p99Ms') },
    ]),
  );
}

/** The clock of a Worker stands still while it computes: what more of the same takes is timed from outside. */
async function batches({ mesh, apiKey }: BenchStack, native: string): Promise<{ ours: number; native: number }> {
  const ask = async (times: number): Promise<number> => {
    const begun = performance.now();
    const url = `${mesh.url}/batch/${MODEL.id}/${BATCH_ROWS}/${times}`;
    const answer = await fetch(url, { method: 'POST', headers: { 'X-API-Key': apiKey } });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    await answer.text();
    return performance.now() - begun;
  };
  const body = JSON.stringify({ rows: BATCH_ROWS, times: BATCH_TIMES });
  const theirs = async (): Promise<number> => (await fetch(native, { method: 'POST', body })).json();
  await ask(BATCH_TIMES);
  await theirs();
  const found: { ours: number; native: number }[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const [once, more] = [await ask(1), await ask(1 + BATCH_TIMES)];
    found.push({ ours: (more - once) / BATCH_TIMES, native: await theirs() });
  }
  return { ours: median(found.map(({ ours }) => ours)), native: median(found.map(({ native }) => native)) };
}

/** A forecast needs a past; a tick makes and publishes it. */
async function publishForecasts(stack: BenchStack): Promise<void> {
  const now = Date.now();
  const [from, to] = [new Date(now - 45 * DAY).toISOString(), new Date(now).toISOString()];
  await backfill(stack, { dataset: 'consumption', feed: 'national-live', from, to });
  await stack.mesh.tick('predict');
}

async function echoPair(): Promise<V4WorkerOptions[]> {
  const worker = async (name: string): Promise<V4WorkerOptions> => ({
    name,
    compatibilityDate: '2026-08-15',
    compatibilityFlags: ['nodejs_compat'],
    modules: await bundleWorker({ main: join(SERVING, `${name}.ts`), rules: [], define: {} }),
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
