// One tslab kernel as a child process, spoken to over loopback. Executes code; knows nothing of notebook files.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { ROOT } from '../root.ts';
import { type Message, wireWith } from './wire.ts';

export interface Execution {
  readonly ok: boolean;
  readonly count: number | null;
}

export interface Kernel {
  execute(code: string, onOutput: (message: Message) => void): Promise<Execution>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly onOutput: (message: Message) => void;
  readonly idle: PromiseWithResolvers<void>;
  readonly reply: PromiseWithResolvers<Message>;
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
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const key = randomUUID();
  const folder = mkdtempSync(join(tmpdir(), 'wattmesh-kernel-'));
  const connection = join(folder, 'connection.json');
  writeFileSync(
    connection,
    JSON.stringify({
      ...{ ip: '127.0.0.1', transport: 'tcp', key, signature_scheme: 'hmac-sha256' },
      ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
    }),
  );
  const tslab = join(ROOT, 'node_modules/tslab/bin/tslab');
  const child = spawn(process.execPath, [tslab, 'kernel', `--config-path=${connection}`], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the kernel ended (${signal ?? `exit ${code}`})`)));
    child.once('error', reject);
  });
  died.catch(() => {});

  const wire = wireWith(key);
  const shell = new Dealer({ linger: 0 });
  const control = new Dealer({ linger: 0 });
  const iopub = new Subscriber({ linger: 0 });
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  control.connect(`tcp://127.0.0.1:${control_port}`);
  iopub.subscribe('');
  iopub.connect(`tcp://127.0.0.1:${iopub_port}`);

  const waiting = new Map<string, Waiting>();
  const listen = async (socket: Dealer | Subscriber, hear: (message: Message, one: Waiting) => void) => {
    for await (const frames of socket) {
      const message = wire.read(frames);
      const one = waiting.get(message.answers ?? '');
      if (one) hear(message, one);
    }
  };
  const heard = Promise.all([
    listen(shell, (message, { reply }) => reply.resolve(message)),
    listen(iopub, (message, { idle, onOutput }) => {
      if (message.type !== 'status') onOutput(message);
      else if (message.content['execution_state'] === 'idle') idle.resolve();
    }),
  ]);
  heard.catch(() => {});

  const ask = async (
    type: string,
    content: Readonly<Record<string, unknown>>,
    withinMs: number,
    onOutput: (message: Message) => void = () => {},
  ): Promise<Message> => {
    const { id, frames } = wire.pack(type, content);
    const one: Waiting = { onOutput, idle: Promise.withResolvers(), reply: Promise.withResolvers() };
    waiting.set(id, one);
    const late = deadline(withinMs, `${type} took longer than ${withinMs / 1_000} s`);
    try {
      await shell.send(frames);
      const answered = Promise.all([one.reply.promise, one.idle.promise]);
      const [reply] = await Promise.race([answered, died, late.promise, heard.then(() => answered)]);
      return reply;
    } finally {
      late.clear();
      waiting.delete(id);
    }
  };

  const stop = async (): Promise<void> => {
    if (child.exitCode === null) await control.send(wire.pack('shutdown_request', { restart: false }).frames);
    const late = deadline(STOP_MS, 'stop');
    await Promise.race([died, late.promise]).catch(() => {});
    late.clear();
    kill();
    process.off('exit', kill);
    for (const socket of [shell, control, iopub]) socket.close();
    rmSync(folder, { recursive: true, force: true });
  };

  // Outputs published before the subscription has reached the kernel are lost: ask until both sockets answer.
  for (let tries = 1; ; tries++) {
    try {
      await ask('kernel_info_request', {}, START_TRY_MS);
      break;
    } catch (error) {
      if (tries < START_TRIES && child.exitCode === null) continue;
      await stop();
      throw error;
    }
  }
  return {
    async execute(code, onOutput) {
      const request = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
      for (;;) {
        const { content } = await ask('execute_request', request, timeoutMs, onOutput);
        const count = content['execution_count'];
        if (content['status'] !== 'abort')
          return { ok: content['status'] === 'ok', count: typeof count === 'number' ? count : null };
        // After a failure tslab turns away what arrives within 200 ms.
        await setTimeout(TURNED_AWAY_MS);
      }
    },
    stop,
  };
}

function deadline(ms: number, what: string) {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = globalThis.setTimeout(() => reject(new Error(what)), ms);
  promise.catch(() => {});
  return { promise, clear: () => clearTimeout(timer) };
}

/** Held together, so that all differ, then let go. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no free port on 127.0.0.1');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
