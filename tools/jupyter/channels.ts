// The sockets to a kernel, and asking over them: a request is done when its reply came and the kernel is idle again.
import { Dealer, Subscriber } from 'zeromq';
import { type Message, wireWith } from './wire.ts';

/** The five ports of the messaging protocol, as the kernel's connection file names them. */
export interface Ports {
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export interface Request {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
  readonly onOutput?: (message: Message) => void;
}

export interface Channels {
  ask(request: Request): Promise<Message>;
  /** Asks the kernel to end; does not wait for it. */
  shutdown(): Promise<void>;
  close(): void;
}

interface Waiting {
  readonly onOutput: (message: Message) => void;
  readonly idle: PromiseWithResolvers<void>;
  readonly reply: PromiseWithResolvers<Message>;
}

/** `died` rejects when the kernel ends: nobody waits for the answer of a dead one. */
export function openChannels(
  { shell_port, control_port, iopub_port }: Ports,
  key: string,
  died: Promise<never>,
): Channels {
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
  const deaf = Promise.withResolvers<never>();
  const listening = [
    listen(shell, (message, { reply }) => reply.resolve(message)),
    listen(iopub, (message, { idle, onOutput }) => {
      if (message.type !== 'status') onOutput(message);
      else if (message.content['execution_state'] === 'idle') idle.resolve();
    }),
  ];
  for (const one of listening) one.catch(deaf.reject);
  deaf.promise.catch(() => {});

  return {
    async ask({ type, content, withinMs, onOutput = () => {} }) {
      const { id, frames } = wire.pack(type, content);
      const one: Waiting = { onOutput, idle: Promise.withResolvers(), reply: Promise.withResolvers() };
      waiting.set(id, one);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(new Error(`${type} took longer than ${withinMs / 1_000} s`)),
        withinMs,
      );
      try {
        await shell.send(frames);
        const answered = Promise.all([one.reply.promise, one.idle.promise]);
        const [reply] = await Promise.race([answered, died, deaf.promise, late.promise]);
        return reply;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    shutdown: () => control.send(wire.pack('shutdown_request', { restart: false }).frames),
    close() {
      for (const socket of [shell, control, iopub]) socket.close();
    },
  };
}
