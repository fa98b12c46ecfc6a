// One tslab kernel as a child process, reached over loopback. Executes code; knows nothing of notebook files.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { anyPort } from '../../db/local/port.ts';
import { ROOT } from '../root.ts';
import { type Channels, openChannels, type Ports } from './channels.ts';
import type { Message } from './wire.ts';

export interface Execution {
  readonly ok: boolean;
  readonly count: number | null;
}

export interface Kernel {
  execute(code: string, onOutput: (message: Message) => void): Promise<Execution>;
  /** Also in the middle of a cell, which then fails. Once, however often it is asked. */
  stop(): Promise<void>;
}

const START_TRIES = 10;
const START_TRY_MS = 3_000;
const STOP_MS = 1_500;
const TURNED_AWAY_MS = 50;

/** The kernel works in the root of the project, as imports in cells expect. */
export async function startKernel({
  env,
  timeoutMs,
}: {
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
}): Promise<Kernel> {
  const ports = await freePorts();
  const key = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), 'wattmesh-kernel-'));
  const connection = join(folder, 'connection.json');
  const address = { ip: '127.0.0.1', transport: 'tcp', key, signature_scheme: 'hmac-sha256' };
  writeFileSync(connection, JSON.stringify({ ...address, ...ports }));
  const tslab = join(ROOT, 'node_modules/tslab/bin/tslab');
  const child = spawn(process.execPath, [tslab, 'kernel', `--config-path=${connection}`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const died = deathOf(child);
  const channels = openChannels(ports, key, died);

  const end = async (): Promise<void> => {
    if (child.exitCode === null) await channels.shutdown();
    const done = new AbortController();
    await Promise.race([died, setTimeout(STOP_MS, undefined, { signal: done.signal })]).catch(() => {});
    done.abort();
    kill();
    process.off('exit', kill);
    channels.close();
    rmSync(folder, { recursive: true, force: true });
  };
  let ending: Promise<void> | undefined;
  const stop = () => (ending ??= end());
  try {
    await answering(channels, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async execute(code, onOutput) {
      const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
      for (;;) {
        const { content: reply } = await channels.ask({
          type: 'execute_request',
          content,
          withinMs: timeoutMs,
          onOutput,
        });
        const { status, execution_count: count } = reply;
        if (status !== 'abort') return { ok: status === 'ok', count: typeof count === 'number' ? count : null };
        // After a failure tslab turns away what arrives within 200 ms.
        await setTimeout(TURNED_AWAY_MS);
      }
    },
    stop,
  };
}

function deathOf(child: ChildProcess): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  child.once('exit', (code, signal) => reject(new Error(`the kernel ended (${signal ?? `exit ${code}`})`)));
  child.once('error', reject);
  promise.catch(() => {});
  return promise;
}

/** What is published before the subscription has reached the kernel is lost: ask until both sockets answer. */
async function answering(channels: Channels, child: ChildProcess): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await channels.ask({ type: 'kernel_info_request', content: {}, withinMs: START_TRY_MS });
      return;
    } catch (error) {
      if (tries === START_TRIES || child.exitCode !== null) throw error;
    }
  }
}

async function freePorts(): Promise<Ports> {
  const free = new Set<number>();
  while (free.size < 5) free.add(await anyPort());
  const [shell, iopub, stdin, control, heartbeat] = free;
  return { shell_port: shell!, iopub_port: iopub!, stdin_port: stdin!, control_port: control!, hb_port: heartbeat! };
}
