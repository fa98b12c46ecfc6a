// What the isolate of one Worker holds, as its debugger says: the heap and the buffers beside it, each time after a garbage collection.
import { once } from 'node:events';
import { z } from 'zod';

const BYTES_PER_MB = 1_000_000;
const LOOKED_AT_EVERY_MS = 250;

const Targets = z.array(z.object({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const Answer = z.object({ id: z.int(), result: z.unknown() });
const HeapUsage = z.object({ usedSize: z.number(), backingStorageSize: z.number() });

export interface Isolate {
  /** The most that was held since the last time it was asked. */
  peakMb(): Promise<number>;
  stop(): void;
}

/** Collecting garbage takes time: figures of speed are not taken meanwhile. */
export async function watchIsolate(inspectorUrl: string, worker: string): Promise<Isolate> {
  const debuggerOf = await debuggerFor(inspectorUrl, worker);
  let peakMb = 0;
  let stopped = false;
  const look = async () => {
    debuggerOf.tell('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize } = HeapUsage.parse(await debuggerOf.ask('Runtime.getHeapUsage'));
    peakMb = Math.max(peakMb, (usedSize + backingStorageSize) / BYTES_PER_MB);
  };
  const looking = (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_EVERY_MS));
    }
  })();
  // Its failure is met where the peak is asked for.
  looking.catch(() => undefined);
  return {
    async peakMb() {
      await Promise.race([looking, look()]);
      const peak = peakMb;
      peakMb = 0;
      return peak;
    },
    stop() {
      stopped = true;
      debuggerOf.close();
    },
  };
}

async function debuggerFor(inspectorUrl: string, worker: string) {
  const targets = Targets.parse(await (await fetch(`${inspectorUrl}/json`)).json());
  const target = targets.find(({ id }) => id.endsWith(`:${worker}`));
  if (!target) throw new Error(`the debugger knows no ${worker}, only ${targets.map(({ id }) => id).join(', ')}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    // What the Worker writes on its console comes here too, without an id.
    const answer = Answer.safeParse(JSON.parse(String(data)));
    if (!answer.success) return;
    waiting.get(answer.data.id)?.(answer.data.result);
    waiting.delete(answer.data.id);
  });
  await once(socket, 'open');
  let asked = 0;
  const tell = (method: string): void => socket.send(JSON.stringify({ id: ++asked, method }));
  return {
    /** workerd does as it is told, and answers some methods only. */
    tell,
    ask(method: string): Promise<unknown> {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      tell(method);
      waiting.set(asked, resolve);
      return promise;
    },
    close: () => socket.close(),
  };
}
