import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpQuestion } from '../../data/dataset.ts';
import { SECOND } from '../../data/time.ts';
import { ask } from './ask.ts';
import type { Asker } from './extract.ts';

/** Answers with the status that the query asks for, and to `?status=0` with nothing. */
const server = createServer((request, response) => {
  const status = Number(new URL(`http://localhost${request.url}`).searchParams.get('status'));
  if (status === 0) request.socket.destroy();
  else response.writeHead(status).end('<html>');
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

/** What a run would say of it. */
async function saidOf(url: string, secret: string, answer: HttpQuestion['answer'] = 'lake'): Promise<string> {
  const shell = {
    clock: () => Date.UTC(2026, 10, 21),
    secret: (name: string): string | undefined => (name === 'FILES_URL' ? secret : 'no-url'),
    simulator: null,
    answerTimeout: 10 * SECOND,
  } as Asker;
  const asked = ask(shell, { method: 'GET', url, answer }, { stagingKey: 'staging/0', secrets: ['ID', 'FILES_URL'] });
  const reply = await asked.catch((error: Error) => ({ kind: 'thrown', why: error.message }) as const);
  return reply.kind === 'answer' ? 'an answer' : reply.why;
}

it.each([
  [404, 'GET FILES_URL answered 404'],
  [429, 'GET FILES_URL answered 429, retry after 30 s'],
  [500, 'GET FILES_URL answered 500 at 2026-11-21T00:00:00Z'],
  [0, 'GET FILES_URL: could not be reached'],
])('names the secret whose URL answers %i, and says nothing of the URL', async (status, why) => {
  const shared = `${origin}/share/t0ken/users.csv?status=${status}`;
  expect(await saidOf(shared, shared)).toBe(why);
});

it('names the secret below whose URL a file was asked for', async () => {
  expect(await saidOf(`${origin}/t0ken/2026_10.csv?status=404`, `${origin}/t0ken/`)).toBe('GET FILES_URL answered 404');
});

it('names the secret where no JSON comes', async () => {
  const shared = `${origin}/t0ken?status=200`;
  expect(await saidOf(shared, shared, 'json')).toBe('GET FILES_URL answered 200 with something that is no JSON');
});

it('keeps a password in the URL to itself', async () => {
  const shared = 'https://alice:t0ken@127.0.0.1:1/users.csv';
  expect(await saidOf(shared, shared)).toBe('GET FILES_URL: could not be reached');
});

it('says the host and the path of a URL that anybody may know', async () => {
  const open = new URL(`${origin}/open.csv?status=404`);
  expect(await saidOf(open.href, 'https://elsewhere.example/t0ken')).toBe(`GET ${open.host}/open.csv answered 404`);
});

it('says of a host that nobody finds that it could not be reached, and keeps for the log what the network said', async () => {
  const shell = {
    clock: () => 0,
    secret: () => undefined,
    simulator: null,
    answerTimeout: 10 * SECOND,
  } as object as Asker;
  const question = { method: 'GET', url: 'https://nowhere.invalid/price?bzn=FR', answer: 'lake' } as const;
  const fault = await ask(shell, question, { stagingKey: 'staging/0', secrets: [] }).catch((error: Error) => error);
  expect(fault).toMatchObject({
    message: 'GET nowhere.invalid/price: could not be reached',
    cause: expect.any(Error),
  });
});
