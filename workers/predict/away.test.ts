import { NeonDbError } from '@neondatabase/serverless';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OF_PIECES, OF_TICK, orNull, stored } from './away.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refused = (code: string) => async () => {
  throw Object.assign(new NeonDbError('refused'), { code });
};
const after = (ms: number) => () => new Promise((resolve) => setTimeout(resolve, ms, 'done'));

it('takes a Postgres that says nothing for five seconds as away, and for work that nobody waits for after thirty', async () => {
  const asked = [
    orNull(after(4_900)),
    orNull(after(5_100)),
    stored(after(12_000), OF_TICK),
    stored(after(31_000), OF_TICK),
  ];
  await vi.advanceTimersByTimeAsync(31_000);
  expect(await Promise.all(asked)).toEqual(['done', null, true, false]);
});

it('tells work that can be cut up that Postgres was too slow for it, and a request that it is away', async () => {
  expect(await stored(refused('57014'))).toBe(false);
  await expect(stored(refused('57014'), OF_PIECES)).rejects.toMatchObject({ code: '57014' });
  expect(await stored(refused('57P01'), OF_PIECES)).toBe(false);
  expect(await stored(refused('08006'), OF_PIECES)).toBe(false);
});

it('hides no bug', async () => {
  await expect(orNull(refused('42703'))).rejects.toMatchObject({ code: '42703' });
  await expect(orNull(refused('42703'), OF_PIECES)).rejects.toMatchObject({ code: '42703' });
});
