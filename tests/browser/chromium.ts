// A Chromium without a window, spoken to in its own protocol (CDP). Notes what its pages ask of the network and what goes wrong in them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const Message = z.object({
  id: z.number().optional(),
  sessionId: z.string().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
});
type Parameters = Readonly<Record<string, unknown>>;

export interface Page {
  /** Addresses, in the order in which they were asked for. */
  readonly asked: readonly string[];
  /** Exceptions, errors on the console, what a policy has blocked. */
  readonly faults: readonly string[];
  /** Until the page and all that it asks for is there. */
  open(url: string): Promise<void>;
  narrow(widthPx: number): Promise<void>;
  /** What an expression gives, as JSON; a promise is waited for. */
  value(expression: string): Promise<unknown>;
  until(expression: string): Promise<void>;
}

export interface Browser {
  newPage(): Promise<Page>;
  /** The page that another has opened. */
  opened(urlPrefix: string): Promise<Page>;
  close(): Promise<void>;
}

const WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** Undefined where there is none: CHROMIUM names one that is elsewhere. */
export function chromium(): string | undefined {
  const { CHROMIUM, PATH = '' } = process.env;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = PATH.split(':').flatMap((folder) => names.map((name) => join(folder, name)));
  return CHROMIUM ?? found.find((file) => existsSync(file));
}

export async function openBrowser(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'wattmesh-browser-'));
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(program, [...options, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = once(child, 'exit');
  const socket = new WebSocket(await addressOf(child));
  await once(socket, 'open');

  let last = 0;
  const waiting = new Map<number, { resolve(result: Parameters): void; reject(error: Error): void }>();
  const listeners = new Map<string, (method: string, parameters: Parameters) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, sessionId = '', method, params = {}, result = {}, error } = Message.parse(JSON.parse(String(data)));
    if (method) listeners.get(sessionId)?.(method, params);
    const asked = waiting.get(id ?? -1);
    waiting.delete(id ?? -1);
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  });
  const send = (method: string, params: Parameters = {}, sessionId?: string): Promise<Parameters> =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
    });

  async function attached(targetId: string): Promise<Page> {
    const { sessionId } = z
      .object({ sessionId: z.string() })
      .parse(await send('Target.attachToTarget', { targetId, flatten: true }));
    const [asked, faults]: [string[], string[]] = [[], []];
    listeners.set(sessionId, (method, parameters) => {
      const text = JSON.stringify(parameters);
      if (method === 'Network.requestWillBeSent') asked.push(Request.parse(parameters).request.url);
      if (method === 'Runtime.exceptionThrown') faults.push(text);
      if (method === 'Runtime.consoleAPICalled' && parameters['type'] === 'error') faults.push(text);
      if (method === 'Log.entryAdded' && Entry.parse(parameters).entry.level === 'error') faults.push(text);
    });
    for (const domain of ['Network', 'Runtime', 'Log', 'Page']) await send(`${domain}.enable`, {}, sessionId);
    const value = async (expression: string): Promise<unknown> => {
      // As by a person's hand: else no tab may be opened.
      const wish = { expression, returnByValue: true, awaitPromise: true, userGesture: true };
      const { result, exceptionDetails } = Evaluated.parse(await send('Runtime.evaluate', wish, sessionId));
      if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
      return result.value;
    };
    const until = (expression: string) => eventually(expression, async () => (await value(expression)) === true);
    return {
      asked,
      faults,
      value,
      until,
      async open(url) {
        await send('Page.navigate', { url }, sessionId);
        await until(`location.href !== 'about:blank' && document.readyState === 'complete'`);
      },
      async narrow(width) {
        const screen = { width, height: 800, deviceScaleFactor: 1, mobile: true };
        await send('Emulation.setDeviceMetricsOverride', screen, sessionId);
      },
    };
  }

  return {
    async newPage() {
      const { targetId } = Target.parse(await send('Target.createTarget', { url: 'about:blank' }));
      return attached(targetId);
    },
    async opened(urlPrefix) {
      let targetId: string | undefined;
      await eventually(`a tab of ${urlPrefix}`, async () => {
        const { targetInfos } = Targets.parse(await send('Target.getTargets'));
        targetId = targetInfos.find(({ url }) => url.startsWith(urlPrefix))?.targetId;
        return targetId !== undefined;
      });
      return attached(targetId ?? '');
    },
    async close() {
      await send('Browser.close').catch(() => undefined);
      await gone;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const Request = z.object({ request: z.object({ url: z.string() }) });
const Entry = z.object({ entry: z.object({ level: z.string() }) });
const Evaluated = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.unknown().optional(),
});
const Target = z.object({ targetId: z.string() });
const Targets = z.object({ targetInfos: z.array(Target.extend({ url: z.string() })) });

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('nothing is heard of Chromium');
  for await (const line of createInterface({ input: stderr })) {
    const address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('Chromium ended before it listened');
}

async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`after ${WITHIN_MS / 1_000} s still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
