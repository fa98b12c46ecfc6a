// TCP ports on 127.0.0.1: a free one, or a clear word about one that is taken.
import { createServer } from 'node:net';

/** 0 asks for any. The port is free when this returns; nothing keeps it so. */
export async function freePort(wanted: number, purpose: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(wanted, purpose) : error);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : wanted;
      server.close(() => resolve(port));
    });
  });
}

export const portTaken = (port: number, purpose: string): Error =>
  new Error(
    `port ${port} of 127.0.0.1, for ${purpose}, is taken. Stop the program that listens there, or choose another: PORT=…`,
  );
