import { afterEach, expect, it, vi } from 'vitest';
import { inProcess, tokenFor } from './testing/in-process.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('takes a body that breaks off for the fault of its sender', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { ask, batches, settled } = inProcess();
  const parts = [new TextEncoder().encode('{}')];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const part = parts.pop();
      if (part) controller.enqueue(part);
      else controller.error(new Error('Network connection lost.'));
    },
  });
  const headers = { Authorization: `Bearer ${await tokenFor(['ingest'])}`, 'Content-Type': 'application/json' };
  const response = await ask('/v1/runs', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    errors: [{ pointer: '', detail: 'got 2 bytes, then the connection broke off, want the whole body' }],
  });
  await settled();
  expect(JSON.stringify(batches)).not.toMatch(/"5\d\d"|"status":5/);
  expect(error).not.toHaveBeenCalled();
});
