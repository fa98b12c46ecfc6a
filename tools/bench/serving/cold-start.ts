// From the start of a process to its first prediction: raw workerd with the whole of predict in it, beside one with an empty Worker.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { V4ModuleDefinition } from 'miniflare';
import { freePort } from '../../../db/local/port.ts';
import { bundleWorker } from '../../bundle.ts';
import { median } from '../median.ts';

/** The path of the program, whatever the machine. */
const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd');
const REPEATS = 5;
/** Of Linux. */
const MS_PER_TICK = 10;

export interface ColdStart {
  /** Of the wall: until the first prediction is there. */
  readonly firstPredictionMs: number;
  /** Of the processor: what the Worker takes to start, beyond what an empty one takes. */
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
  ];
  const ours = await written(join(folder, 'cold'), await bundleWorker({ main, rules, define: {}, instead }));
  const empty: V4ModuleDefinition = {
    type: 'ESModule',
    path: 'index.js',
    contents: 'export class Aliases {}; export default { fetch: () => new Response("") };',
  };
  const nothing = await written(join(folder, 'empty'), [empty]);
  const found = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    found.push({
      first: (await timed(ours, `/${id}`, body)).wallMs,
      start: (await timed(ours, '/', body)).processorMs - (await timed(nothing, '/', body)).processorMs,
    });
  }
  return {
    firstPredictionMs: median(found.map(({ first }) => first)),
    startMs: median(found.map(({ start }) => start)),
  };
}

async function timed(config: string, path: string, body: string): Promise<{ wallMs: number; processorMs: number }> {
  const port = await freePort(0, 'workerd');
  const begun = performance.now();
  const child = spawn(workerd, ['serve', config, '--socket-addr', `http=127.0.0.1:${port}`], { stdio: 'inherit' });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body }).catch(() => null);
      const text = await answer?.text();
      if (!answer) continue;
      if (!answer.ok) throw new Error(`the first answer of ${path} is ${answer.status}: ${text}`);
      return { wallMs: performance.now() - begun, processorMs: await processorMs(child.pid ?? 0) };
    }
  } finally {
    child.kill('SIGKILL');
  }
}

/** In user and kernel mode, of all its threads. */
async function processorMs(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return MS_PER_TICK * (Number(fields[11]) + Number(fields[12]));
}

const KINDS = { ESModule: 'esModule', CompiledWasm: 'wasm', Data: 'data' } as const;

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
