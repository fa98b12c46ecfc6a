// The programs that predict is measured beside. Each is a process of its own; what this machine lacks is said in a sentence.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LargeRelease } from './large-release.ts';

/** The release that onnxruntime-web is of. */
const RUNTIME = 'onnxruntime-node@1.30.0';

export type Peer = { readonly url: string; stop(): void } | { readonly missing: string };

/** Installed from npm into a folder of its own, once on a machine: no dependency of the project, 290 MB. */
export async function nodePeer({ onnx }: LargeRelease, features: readonly string[]): Promise<Peer> {
  const folder = join(tmpdir(), 'wattmesh-onnxruntime-node');
  if (!existsSync(join(folder, 'node_modules', 'onnxruntime-node'))) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{"private":true}');
    const install = ['install', RUNTIME, '--ignore-scripts', '--no-audit', '--no-fund'];
    const { status } = spawnSync('npm', install, { cwd: folder, stdio: 'ignore' });
    if (status !== 0)
      return { missing: `onnxruntime-node is not measured: npm install ${RUNTIME} in ${folder} failed.` };
  }
  return started(process.execPath, [join(import.meta.dirname, 'node-server.ts'), folder, onnx, features.join()]);
}

export async function pythonPeer(
  { x, target }: LargeRelease,
  features: readonly string[],
  folder: string,
  python = process.env['PYTHON'] ?? 'python3',
): Promise<Peer> {
  if (spawnSync(python, ['-c', 'import fastapi, uvicorn, sklearn']).status !== 0) {
    return {
      missing: `FastAPI with scikit-learn is not measured: ${python} lacks fastapi, uvicorn or scikit-learn. Install them, and name that Python in PYTHON.`,
    };
  }
  await writeFile(join(folder, 'rows.f32'), x);
  await writeFile(join(folder, 'target.f64'), target);
  return started(python, [join(import.meta.dirname, 'forest_server.py'), folder, features.join()]);
}

/** It says its address in its first line. */
async function started(command: string, args: readonly string[]): Promise<Peer> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = () => child.kill('SIGKILL');
  for await (const url of createInterface({ input: child.stdout! })) return { url, stop };
  return { missing: `${command} ${args[0]} ended before it listened` };
}
