// TCP ports on 127.0.0.1: a free one, or a clear word about one that is taken.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below what a system gives to whoever does not care: by default from 32768 on Linux, from 49152 on macOS and Windows. A port from here is not given away before we listen on it, or while we are away. */
const OURS = { from: 20_000, to: 32_768 };
const TRIES = 100;

/** 0 asks for any. The port is free when this returns; nothing keeps it so. */
export async function freePort(wanted: number, purpose: string): Promise<number> {
  if (wanted === 0) return anyPort();
  const why = await whyNot(wanted);
  if (!why) return wanted;
  throw why.code === 'EADDRINUSE' ? portTaken(wanted, purpose) : why;
}

export async function anyPort(except: ReadonlySet<number> = new Set()): Promise<number> {
  for (let tried = 0; tried < TRIES; tried++) {
    const port = randomInt(OURS.from, OURS.to);
    if (except.has(port)) continue;
    const why = await whyNot(port);
    if (!why) return port;
    if (why.code !== 'EADDRINUSE' && why.code !== 'EACCES') throw why;
  }
  throw new Error(`no port of 127.0.0.1 is free among ${TRIES} from ${OURS.from} to ${OURS.to - 1}`);
}

export const isFree = async (port: number): Promise<boolean> => !(await whyNot(port));

export const portTaken = (port: number, purpose: string): Error =>
  new Error(
    `port ${port} of 127.0.0.1, for ${purpose}, is taken. Stop the program that listens there, or choose another: PORT=…`,
  );

/** Why nobody can listen there, or nothing. */
function whyNot(port: number): Promise<NodeJS.ErrnoException | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
