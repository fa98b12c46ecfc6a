// The bundles of the four Workers, made once for a whole test run, by the first that asks. Vitest calls `setup` once.
import { createServer } from 'node:http';
import { deserialize, serialize } from 'node:v8';
import { type BuiltWorker, buildWorkers } from '../../tools/build-workers.ts';

/** Where a test finds them: inherited by every process of the run. */
const ADDRESS = 'WATTMESH_TEST_WORKERS';

export default async function setup(): Promise<() => void> {
  let bundles: Promise<Buffer> | null = null;
  const server = createServer(async (_, response) => {
    // As in db/local/test-server.ts: nobody keeps a connection for the next time.
    response.setHeader('Connection', 'close');
    bundles ??= buildWorkers().then(serialize);
    try {
      response.end(await bundles);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the bundles have no port');
  process.env[ADDRESS] = `http://127.0.0.1:${address.port}`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

export async function builtWorkers(): Promise<readonly BuiltWorker[]> {
  const answer = await fetch(process.env[ADDRESS] ?? '');
  if (!answer.ok) throw new Error(await answer.text());
  return deserialize(Buffer.from(await answer.arrayBuffer()));
}
