import { expect, it, vi } from 'vitest';
import { NO_ALIASES } from './aliases.ts';
import { type AllAliases, seenAliases } from './seen-aliases.ts';

const live = (release: string, version: number): AllAliases => ({ m: { ...NO_ALIASES, live: release, version } });

/** An isolate and the object that it asks. */
function isolate() {
  const state = { now: 1_000_000, asked: 0, lost: 0, says: live('A', 1) };
  const pending: Promise<unknown>[] = [];
  const aliases = seenAliases({
    async ask() {
      state.asked++;
      if (!state.says) throw new Error('away');
      return state.says;
    },
    later: (work) => pending.push(work),
    lost: () => state.lost++,
    clock: () => state.now,
  });
  return {
    state,
    heard: aliases.heard,
    live: async () => (await aliases.of('m')).live,
    settled: () => Promise.all(pending),
  };
}

it('asks once for many requests, and not again for five seconds', async () => {
  const { state, live: seen } = isolate();
  expect(await Promise.all([seen(), seen(), seen()])).toEqual(['A', 'A', 'A']);
  state.now += 4_999;
  await seen();
  expect(state.asked).toBe(1);
});

it('looks again while it answers, and lets nobody wait for it', async () => {
  const { state, live: seen, settled } = isolate();
  await seen();
  state.says = live('B', 2);
  state.now += 5_000;
  expect(await seen()).toBe('A');
  await settled();
  expect(await seen()).toBe('B');
  expect(state.asked).toBe(2);
});

it('never answers by what was true ten seconds ago, though it slept', async () => {
  const { state, live: seen } = isolate();
  await seen();
  state.says = live('B', 2);
  state.now += 9_000;
  expect(await seen()).toBe('B');
});

it('goes on with what it saw last while the object is away, and asks it now and then only', async () => {
  const { state, live: seen } = isolate();
  await seen();
  state.says = undefined as never;
  state.now += 60_000;
  for (let i = 0; i < 10; i++) expect(await seen()).toBe('A');
  expect([state.asked, state.lost]).toEqual([2, 1]);
  state.says = live('B', 2);
  state.now += 5_000;
  expect(await seen()).toBe('B');
});

it('knows at once what was said through it, and does not forget it for an answer that is older', async () => {
  const { state, live: seen, heard, settled } = isolate();
  await seen();
  state.now += 5_000;
  const before = seen();
  heard('m', { ...NO_ALIASES, live: 'B', version: 2 });
  await before;
  await settled();
  expect(await seen()).toBe('B');
});

it('waits two seconds at most for a look that another request began and was ended over', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { state, live: seen } = isolate();
    await seen();
    state.now += 60_000;
    state.says = new Promise(() => {}) as never;
    void seen();
    // Its own patience goes with it.
    vi.clearAllTimers();
    const waiting = seen();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toBe('A');
  } finally {
    vi.useRealTimers();
  }
});
