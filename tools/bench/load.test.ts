import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { openConnection } from './connection.ts';
import { measure } from './load.ts';

async function serving(handle: (body: string) => { status: number; text: string; chunked?: boolean }) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status, text, chunked } = handle(body);
    response.writeHead(status, chunked ? {} : { 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void server.close().closeAllConnections() };
}

it('asks again on the same connection, with a body, whether the answer says its length or not', async () => {
  const asked: string[] = [];
  using server = await serving((body) => ({
    status: asked.push(body) === 1 ? 200 : 404,
    text: 'ok',
    chunked: asked.length === 2,
  }));
  const connection = await openConnection({ url: server.url, method: 'POST', headers: {}, body: '{"é":1}' });
  expect((await connection.ask()).status).toBe(200);
  expect((await connection.ask()).status).toBe(404);
  expect(asked).toEqual(['{"é":1}', '{"é":1}']);
  connection.close();
});

it('counts answers by status', async () => {
  using server = await serving(() => ({ status: 429, text: '' }));
  const question = { url: server.url, method: 'GET', headers: {} };
  const { perSecond, statuses } = await measure({ question, connections: 2, seconds: 0.2 });
  expect(Object.keys(statuses)).toEqual(['429']);
  expect(perSecond).toBeGreaterThan(10);
});
