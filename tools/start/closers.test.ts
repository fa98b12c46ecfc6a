import { expect, it, vi } from 'vitest';
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

it('goes on without a part that hangs, and says so of that one only', async () => {
  vi.useFakeTimers();
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    const parts = closers();
    parts.add('postgres', () => undefined);
    parts.add('simulator', () => new Promise<void>(() => undefined));
    parts.add('mesh', () => undefined);
    const closing = parts.close();
    await vi.advanceTimersByTimeAsync(10_000);
    await closing;
    expect(said.mock.calls).toEqual([['simulator took too long to stop']]);
  } finally {
    said.mockRestore();
    vi.useRealTimers();
  }
});
