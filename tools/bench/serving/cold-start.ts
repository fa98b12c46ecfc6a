// From the start of a process to its first prediction: raw workerd with the whole of predict in it.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { V4ModuleDefinition } from 'miniflare';
import { anyPort } from '../../../db/local/port.ts';
import { bundleWorker } from '../../bundle.ts';
import { median } from '../median.ts';

/** The path of the program, whatever the machine. */
const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd');
const REPEATS = 5;

export interface ColdStart {
  /** Of the wall: until the first prediction is there. */
  readonly firstPredictionMs: number;
  /** Of the processor: to read and run the scope of the Worker's modules. */
  readonly startMs: number;
}

export async function coldStart(
  { id, body }: { readonly id: string; readonly body: string },
  folder: string,
  instead: ReadonlyMap<string, string>,
): Promise<ColdStart> {
  const main = join(import.meta.dirname, 'cold-with-echo.ts');
  const rules = [
    { type: 'CompiledWasm' as const, include: ['**/*.wasm'] },
    { type: 'Data' as const, include: ['**/*.onnx'] },
    { type: 'Text' as const, include: ['**/release.json', '**/golden.json'] },
  ];
  const modules = await bundleWorker({ main, rules, define: {}, instead });
  const whole = await written(join(folder, 'whole'), modules);
  const apart = await written(join(folder, 'apart'), [STARTER, ...modules]);
  const found = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    found.push({ first: await firstAnswerMs(whole, `/${id}`, body), start: await startMs(apart) });
  }
  return {
    firstPredictionMs: median(found.map(({ first }) => first)),
    startMs: median(found.map(({ start }) => start)),
  };
}

/** Reads the Worker's modules when it is asked to, so that this can be told from the start of the process. */
const STARTER: V4ModuleDefinition = {
  type: 'ESModule',
  path: 'starter.js',
  contents: `export class Aliases {}
export default {
  async fetch(request) {
    if (new URL(request.url).pathname === '/') return new Response('up');
    const { default: worker } = await import('./index.js');
    return worker.fetch(request);
  },
};`,
};

async function firstAnswerMs(config: string, path: string, body: string): Promise<number> {
  const begun = performance.now();
  const { url, stop } = await started(config);
  try {
    await answered(url + path, body);
    return performance.now() - begun;
  } finally {
    stop();
  }
}

async function startMs(config: string): Promise<number> {
  const { url, pid, stop } = await started(config);
  try {
    await answered(`${url}/`, '');
    const before = await processorMs(pid);
    await answered(`${url}/nothing`, '');
    return (await processorMs(pid)) - before;
  } finally {
    stop();
  }
}

async function started(config: string): Promise<{ url: string; pid: number; stop(): void }> {
  const port = await anyPort();
  const child = spawn(workerd, ['serve', config, '--socket-addr', `http=127.0.0.1:${port}`], { stdio: 'ignore' });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => child.kill('SIGKILL') };
}

/** Until it listens nobody answers. */
async function answered(url: string, body: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url, { method: 'POST', body }).catch(() => null);
    const text = await answer?.text();
    if (!answer) continue;
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
    return;
  }
}

/** Of all its threads: Linux counts it in nanoseconds. */
async function processorMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`);
  const spent = threads.map(async (thread) => {
    const [running] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ');
    return Number(running) / 1_000_000;
  });
  return (await Promise.all(spent)).reduce((sum, one) => sum + one, 0);
}

const KINDS = { ESModule: 'esModule', CompiledWasm: 'wasm', Data: 'data', Text: 'text' } as const;

async function written(folder: string, modules: readonly V4ModuleDefinition[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const embedded = [];
  for (const { type, path, contents = '' } of modules) {
    if (!(type in KINDS)) throw new Error(`workerd is given no module of type ${type} here`);
    await writeFile(join(folder, path), contents);
    embedded.push(`(name = "${path}", ${KINDS[type as keyof typeof KINDS]} = embed "${path}")`);
  }
  const config = join(folder, 'workerd.capnp');
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [${embedded.join(', ')}],
  compatibilityDate = "2026-08-15",
  compatibilityFlags = ["nodejs_compat"],
  durableObjectNamespaces = [(className = "Aliases", uniqueKey = "aliases", enableSql = true)],
  durableObjectStorage = (inMemory = void),
);
`,
  );
  return config;
}
