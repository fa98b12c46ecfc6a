import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ANSWER_WITHIN_MS, startDeadline } from './deadline.ts';
import { inProcess, tokenFor } from './testing/in-process.ts';

/** As a Postgres that is frozen: it takes every question and answers none. */
const silent = createServer(() => silent.emit('asked'));
beforeEach(async () => {
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  silent.closeAllConnections();
  silent.close();
});

it.each([
  ['GET', '/v1/datasets/consumption/rows?limit=1'],
  ['GET', '/v1/runs'],
  ['GET', '/v1/datasets/consumption'],
])('%s %s waits for all that is silent no longer than for one', async (method, path) => {
  const { port } = silent.address() as AddressInfo;
  const { ask } = inProcess({
    DATABASE_URL: `postgres://gateway:secret@127.0.0.1:${port}/silent`,
    NEON_LOCAL: `127.0.0.1:${port}`,
  });
  const begun = Date.now();
  const answer = ask(path, { method, headers: { Authorization: `Bearer ${await tokenFor(['read'])}` } });
  // First it asks who that is, and gives up; then it asks what was wanted.
  await once(silent, 'asked');
  await vi.advanceTimersByTimeAsync(3_000);
  await once(silent, 'asked');
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS - 3_000);
  const response = await answer;
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('5');
  expect(await response.json()).toMatchObject({
    detail: 'This took longer than 10 s and was given up. Try again in a moment.',
  });
  expect(Date.now() - begun).toBe(ANSWER_WITHIN_MS);
});

it('does not count the time that a client takes to send its body', async () => {
  const deadline = startDeadline();
  const body = Promise.withResolvers<string>();
  const passed = vi.fn();
  void deadline.passed.then(passed);
  await vi.advanceTimersByTimeAsync(4_000);
  const read = deadline.apart(body.promise);
  await vi.advanceTimersByTimeAsync(60_000);
  body.resolve('sent');
  expect(await read).toBe('sent');
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS - 4_001);
  expect(passed).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(passed).toHaveBeenCalled();
});
