import { expect, it } from 'vitest';
import { HOSTILE } from './testing/hostile/hostile.ts';
import { inProcess, tokenFor } from './testing/in-process.ts';

// The database and all other Workers are away: none of this may even ask them.
const gateway = inProcess();
const authorization = `Bearer ${await tokenFor(['read', 'predict', 'ingest', 'admin'])}`;

it.each(HOSTILE.map((hostile) => [`${hostile.method ?? 'GET'}: ${hostile.what}`, hostile] as const))(
  'answers %s with the right problem',
  async (_, { path, method = 'GET', headers, body, status, pointers }) => {
    const response = await gateway.ask(path, {
      method,
      headers: { Authorization: authorization, ...headers },
      ...(body && { body: body() }),
    });
    const text = await response.text();
    const problem = JSON.parse(text) as {
      status: number;
      instance: string;
      errors?: { pointer: string; detail: string }[];
    };
    expect([response.status, text]).toEqual([status, text]);
    expect(problem.status).toBe(status);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(problem.instance).toBe(response.headers.get('X-Request-Id'));
    expect(text.length).toBeLessThan(8_000);
    if (pointers) expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
    for (const { detail } of problem.errors ?? []) expect(detail).toMatch(/got|line|want/);
    if (status === 405) expect(response.headers.get('Allow')).toMatch(/OPTIONS/);
  },
);
