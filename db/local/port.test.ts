import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { anyPort, freePort, isFree } from './port.ts';

it('finds ports from 20000 to 32767', async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => anyPort()));
  for (const port of found) {
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_768);
  }
  expect(new Set(found).size).toBeGreaterThan(40);
});

it('keeps to the port that is wanted, or says for whom it is taken', async () => {
  const port = await anyPort();
  expect(await freePort(port, 'the gateway')).toBe(port);
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  expect(await isFree(port)).toBe(false);
  await expect(freePort(port, 'the gateway')).rejects.toThrow(
    `port ${port} of 127.0.0.1, for the gateway, is taken. Stop the program that listens there, or choose another: PORT=…`,
  );
  squatter.close();
  await once(squatter, 'close');
  expect(await isFree(port)).toBe(true);
});
