// One keep-alive HTTP/1.1 connection that asks the same question again and again. Reads just enough to know where an answer ends.
import { connect, type Socket } from 'node:net';

export interface Question {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly seconds: number;
}

export function openConnection({
  url,
  method,
  headers,
  body,
}: Question): Promise<{ ask(): Promise<Answered>; close(): void }> {
  const { hostname, port, pathname, search } = new URL(url);
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ Host: `${hostname}:${port}`, ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const bytes = Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      resolve({ ask: () => ask(socket, bytes), close: () => socket.destroy() }),
    );
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

function ask(socket: Socket, question: Buffer): Promise<Answered> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let received = '';
    const done = (act: () => void) => {
      socket.off('data', onData).off('close', onClose);
      act();
    };
    const onData = (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (!isComplete(received)) return;
      const status = Number(received.slice(9, 12));
      done(() => resolve({ status, seconds: (performance.now() - started) / 1000 }));
    };
    const onClose = () => done(() => reject(new Error('the server closed the connection')));
    socket.on('data', onData).once('close', onClose);
    socket.write(question);
  });
}

function isComplete(received: string): boolean {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end + 2))?.[1];
  if (length !== undefined) return received.length >= end + 4 + Number(length);
  return received.endsWith('\r\n0\r\n\r\n');
}
