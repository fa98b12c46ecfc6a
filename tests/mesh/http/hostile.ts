// Requests as they should not be: each gets a problem that says why, and the gateway lives on.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HOSTILE } from '../../../workers/gateway/testing/hostile/hostile.ts';
import { HOSTILE_QUESTIONS } from '../../../workers/gateway/testing/hostile/questions.ts';
import type { Hostile } from '../../../workers/gateway/testing/hostile/request.ts';
import { type Gateway, JSON_TYPE } from './gateway.ts';

async function expectProblem(response: Response, { status, pointers }: Hostile) {
  const text = await response.text();
  expect([response.status, text]).toEqual([status, text]);
  const problem = JSON.parse(text) as { instance: string; errors?: { pointer: string }[] };
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(problem.instance).toBe(response.headers.get('X-Request-Id'));
  if (pointers) expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
}

export function hostileRequests(gateway: Gateway): void {
  const { ask, bare } = gateway;
  describe('hostile requests', () => {
    it.each(
      [...HOSTILE, ...HOSTILE_QUESTIONS]
        .filter(({ method }) => method !== 'BREW')
        .map((one) => [`${one.method ?? 'GET'}: ${one.what}`, one] as const),
    )('%s', async (_, one) => {
      const { path, method = 'GET', headers, body } = one;
      await expectProblem(await ask(path, { method, ...(headers && { headers }), ...(body && { body: body() }) }), one);
    });

    it('stops reading a body that does not say how long it is', async () => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536;
          if (sent > 20_000_000) controller.close();
          else controller.enqueue(new Uint8Array(65_536).fill(0x20));
        },
      });
      const headers = { ...JSON_TYPE, 'Idempotency-Key': 'endless' };
      const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
      expect((await ask('/v1/datasets/consumption/rows', init)).status).toBe(413);
      expect((await bare('/healthz')).status).toBe(200);
    });

    it('of a body that breaks off is the fault of its sender', async () => {
      const { hostname, port } = new URL(gateway.installation.mesh.url);
      const socket = connect(Number(port), hostname);
      const said: string[] = [];
      socket.on('data', (bytes) => said.push(String(bytes)));
      socket.end(
        `POST /v1/runs HTTP/1.1\r\nHost: ${hostname}\r\nX-API-Key: ${gateway.installation.apiKey}\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{}`,
      );
      await once(socket, 'close');
      expect(said.join('')).not.toMatch(/^HTTP\/1.1 5/);
    });

    const cursor = (value: unknown) =>
      btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    it.each([
      ['rows', '/v1/datasets/consumption/rows', ['FR', -8.64e15]],
      ['rows', '/v1/datasets/consumption/rows', ['FR\u0000', 0]],
      ['rows', '/v1/datasets/consumption/rows', ['FR']],
      ['rows', '/v1/datasets/consumption/rows', [1, 'FR']],
      ['rows', '/v1/datasets/consumption/rows', { area: 'FR' }],
      ['runs', '/v1/runs', [-9e15, 'x']],
      ['runs', '/v1/runs', [9e15, 'x']],
      ['runs', '/v1/runs', [0, '\u0000']],
      ['runs', '/v1/runs', [1.5, 'x']],
      ['runs', '/v1/runs', ['FR', 0]],
    ])('a cursor of %s made by hand: %s %o', async (_, path, value) => {
      await expectProblem(await ask(`${path}?cursor=${cursor(value)}`), {
        what: '',
        path,
        status: 400,
        pointers: ['?cursor'],
      });
    });
  });
}
