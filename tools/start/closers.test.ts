import { expect, it } from 'vitest';
import { closers } from './closers.ts';

it('stops the last part first, and each one once', async () => {
  const stopped: string[] = [];
  const parts = closers();
  parts.add('postgres', () => void stopped.push('postgres'));
  parts.add('mesh', async () => void stopped.push('mesh'));
  await Promise.all([parts.close(), parts.close()]);
  expect(stopped).toEqual(['mesh', 'postgres']);
});

it('goes on when a part fails to stop', async () => {
  const stopped: string[] = [];
  const parts = closers();
  parts.add('postgres', () => void stopped.push('postgres'));
  parts.add('mesh', () => {
    throw new Error('no');
  });
  await parts.close();
  expect(stopped).toEqual(['postgres']);
});

it('stops what comes up while the others go down', async () => {
  const stopped: string[] = [];
  const parts = closers();
  parts.add('postgres', () => void stopped.push('postgres'));
  const closing = parts.close();
  parts.add('simulator', () => void stopped.push('simulator'));
  await closing;
  await parts.close();
  expect(stopped).toEqual(['postgres', 'simulator']);
});
