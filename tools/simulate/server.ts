// The simulator over HTTP: `/<host>/<path>` answers as that host would, from a world made of a seed and the clock it is given. Loopback only.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../data/time.ts';
import type { Asked } from './host.ts';
import { simulatedHost } from './hosts.ts';
import { isContentTrick, Misbehaviour, misbehaviourBook, SLOW_MS } from './misbehave.ts';
import { jsonReply, type Reply } from './reply.ts';
import { simulateWorld, type World } from './world.ts';

export interface Simulator {
  readonly url: string;
  /** Ends open connections too: some of them would never be answered. */
  stop(): Promise<void>;
}

interface Remembered {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly misbehaviour?: string;
}
const MAX_REMEMBERED = 1_000;
/** Longer than Workers keep it: a connection that ends just when it is asked again would be a misbehaviour nobody ordered. */
const KEEP_ALIVE_MS = 60_000;

export async function startSimulator({
  port = 0,
  seed = 1,
  clock = Date.now,
}: {
  port?: number;
  seed?: number;
  clock?: () => Instant;
} = {}): Promise<Simulator> {
  const world = simulateWorld({ seed });
  const book = misbehaviourBook();
  const asked: Remembered[] = [];
  let total = 0;

  const control = async (request: IncomingMessage): Promise<Reply | undefined> => {
    const what = `${request.method} ${request.url}`;
    if (what === 'GET /requests') return jsonReply(200, { total, requests: asked });
    if (what === 'GET /') return jsonReply(200, { simulator: true, seed, now: new Date(clock()).toISOString() });
    if (what === 'DELETE /misbehave') {
      book.clear();
      return jsonReply(200, { orders: 0 });
    }
    if (what !== 'POST /misbehave') return undefined;
    const order = Misbehaviour.safeParse(await bodyOf(request));
    if (!order.success) return jsonReply(400, { errors: order.error.issues });
    book.add(order.data);
    return jsonReply(200, order.data);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const said = await control(request);
    if (said) return send(response, said);
    const path = request.url ?? '/';
    const order = book.take(readable(path));
    total += 1;
    asked.push({
      at: new Date(clock()).toISOString(),
      method: request.method ?? '',
      path,
      ...(order && { misbehaviour: order.kind }),
    });
    if (asked.length > MAX_REMEMBERED) asked.shift();
    if (order && !isContentTrick(order.kind))
      return trick(response, order, () => answer(world, request, clock(), undefined));
    const content = order && isContentTrick(order.kind) ? order.kind : undefined;
    return send(response, answer(world, request, clock(), content));
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`the simulator listens on ${address}, want a port`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(world: World, request: IncomingMessage, now: Instant, content: Asked['trick']): Reply {
  const [, host = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.url ?? '/') ?? [];
  const simulated = simulatedHost(host);
  if (!simulated) return jsonReply(404, { error: `${host} is not simulated` });
  const { method = 'GET', headers } = request;
  const url = new URL(`https://${host}${rest}`);
  return simulated.reply(world, { url, method, authorization: headers.authorization ?? '', now, trick: content });
}

async function trick(response: ServerResponse, order: Misbehaviour, honest: () => Reply): Promise<void> {
  switch (order.kind) {
    case 'too-many-requests': {
      const headers = { 'retry-after': String(order.retryAfterSeconds) };
      return send(response, { ...jsonReply(429, { errorcode: 10_002, error: 'Too many requests' }), headers });
    }
    case 'server-error':
      return send(response, jsonReply(500, { error: 'simulated failure' }));
    case 'no-answer':
      return;
    case 'html': {
      const body = ['<!doctype html><html><body><h1>Maintenance en cours</h1></body></html>'];
      return send(response, { status: 200, headers: { 'content-type': 'text/html' }, body });
    }
    case 'json-error':
      return send(response, jsonReply(200, { error_code: 'InternalError', message: 'simulated failure' }));
    case 'truncated':
      return send(response, cut(honest()));
    case 'broken-off': {
      const { status, headers, body } = cut(honest());
      response.writeHead(status, { ...headers, 'content-length': '100000000' });
      for (const piece of body) response.write(piece);
      await pause(SLOW_MS);
      response.destroy();
      return;
    }
    default: {
      const { status, headers, body } = honest();
      response.writeHead(status, headers);
      for (const piece of body) {
        response.write(piece);
        await pause(SLOW_MS);
      }
      response.end();
    }
  }
}

/** As people write it; as it came when it is not well encoded. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}

/** Two thirds of the first piece, and nothing after it: never at the end of a line. */
function cut(reply: Reply): Reply {
  const [first = ''] = reply.body;
  const part = first.slice(0, Math.floor((first.length * 2) / 3)).trimEnd();
  return { ...reply, body: [part.slice(0, -3)] };
}

async function send(response: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  response.writeHead(status, headers);
  const stream = Readable.from(body, { objectMode: true, highWaterMark: 4 });
  stream.pipe(response);
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    response.once('close', resolve);
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
