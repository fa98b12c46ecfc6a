import { expect, it } from 'vitest';
import { clientDirectory, type KnownClient, type SeenClient } from './clients.ts';

const ALICE: KnownClient = { id: 'alice', secretSha256: 'aa', scopes: ['read'], revokedAt: null };
const MINUTE = 60_000;

/** What outlives an isolate; it counts how often it is asked and written to. */
function shelf() {
  const lying = new Map<string, SeenClient>();
  const state = { lying, asked: [] as string[], writes: 0, away: false };
  const kept = {
    async recall(id: string) {
      state.asked.push(id);
      return state.away ? null : (lying.get(id) ?? null);
    },
    async keep(seen: SeenClient) {
      state.writes += 1;
      if (!state.away) lying.set(seen.client.id, seen);
      return !state.away;
    },
  };
  return { kept, state };
}

/** A database of clients that can be taken away, or made to hang, and a clock that is set by hand. */
function rehearsal({ size = 100, outlives = shelf() } = {}) {
  const state = {
    now: 0,
    away: false,
    hanging: null as Promise<void> | null,
    asked: [] as string[],
    clients: new Map([['alice', ALICE]]),
  };
  const directory = clientDirectory({
    load: async (id) => {
      state.asked.push(id);
      await state.hanging;
      if (state.away) throw new Error('away');
      return state.clients.get(id) ?? null;
    },
    kept: outlives.kept,
    isOutage: () => true,
    away: { reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 5 },
    clock: () => state.now,
    size,
  });
  const beside: Promise<unknown>[] = [];
  const later = (work: Promise<unknown>) => void beside.push(work);
  return {
    state,
    outlives: outlives.state,
    find: (id: string) => directory.find(id, later),
    remembers: directory.remembers,
    /** What was begun beside the requests is done. */
    async settled() {
      while (beside.length > 0) await beside.pop();
    },
  };
}

it('asks once, then remembers', async () => {
  const { find, remembers, state } = rehearsal();
  expect(remembers('alice')).toBe(false);
  expect(await find('alice')).toEqual({ ok: true, value: ALICE });
  expect(remembers('alice')).toBe(true);
  await find('alice');
  expect(state.asked).toEqual(['alice']);
});

it('sees a revocation within a minute', async () => {
  const { find, state } = rehearsal();
  await find('alice');
  state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  state.now = 60_000;
  expect(await find('alice')).toMatchObject({ value: { revokedAt: 1 } });
});

it('lets nobody in on an old memory beside one who asks: of several at once none is let in after a revocation', async () => {
  const { find, state } = rehearsal();
  await find('alice');
  state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  state.now = 30 * MINUTE;
  const found = await Promise.all([find('alice'), find('alice'), find('alice')]);
  expect(found).toMatchObject([{ value: { revokedAt: 1 } }, { value: { revokedAt: 1 } }, { value: { revokedAt: 1 } }]);
});

it('remembers that there is no such client, but not for long: it may be made at any moment', async () => {
  const { find, state } = rehearsal();
  expect(await find('bob')).toEqual({ ok: true, value: null });
  await find('bob');
  expect(state.asked).toEqual(['bob']);
  state.clients.set('bob', { ...ALICE, id: 'bob' });
  state.now = 5_000;
  expect(await find('bob')).toMatchObject({ value: { id: 'bob' } });
});

it('does not take a bug for an outage', async () => {
  const directory = clientDirectory({
    load: () => Promise.reject(new Error('no such column')),
    kept: shelf().kept,
    isOutage: () => false,
    away: { reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 5 },
  });
  await expect(directory.find('alice', () => {})).rejects.toThrow('no such column');
});

it('stays small however many ids are guessed: the oldest are forgotten', async () => {
  const { find, remembers } = rehearsal({ size: 3 });
  for (const id of ['alice', 'a', 'b', 'c']) await find(id);
  expect(['alice', 'a', 'b', 'c'].map(remembers)).toEqual([false, true, true, true]);
});

it('asks again once, and beside the requests, when a memory grows old', async () => {
  const { find, state, settled } = rehearsal();
  await find('alice');
  state.now = 58_000;
  await Promise.all([find('alice'), find('alice'), find('alice')]);
  await settled();
  expect(state.asked).toEqual(['alice', 'alice']);
  state.now = 100_000;
  expect(await find('alice')).toEqual({ ok: true, value: ALICE });
  expect(state.asked).toEqual(['alice', 'alice']);
});

it('goes on with who it knows for an hour while the database is away', async () => {
  const { find, state, settled } = rehearsal();
  await find('alice');
  state.away = true;
  for (let minute = 0; minute < 60; minute += 5) {
    state.now = minute * MINUTE;
    expect(await find('alice')).toEqual({ ok: true, value: ALICE });
    await settled();
  }
  state.now = 61 * MINUTE;
  expect(await find('alice')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
});

it('does not call a stranger unknown while the database is away', async () => {
  const { find, state } = rehearsal();
  state.away = true;
  expect(await find('bob')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
});

it('does not ask a database that is away on behalf of every stranger', async () => {
  const { find, state } = rehearsal();
  state.away = true;
  await find('bob');
  await find('carol');
  expect(state.asked).toEqual(['bob']);
  state.now = 2_000;
  state.away = false;
  expect(await find('alice')).toMatchObject({ ok: true, value: { id: 'alice' } });
});

it('lets nobody known wait for a database that hangs: it is tried beside the requests, by one of them', async () => {
  const { find, remembers, state } = rehearsal();
  await find('alice');
  const hang = Promise.withResolvers<void>();
  state.hanging = hang.promise;
  state.away = true;
  state.now = 56_000;
  // Answered, though nothing comes from the database.
  expect(await find('alice')).toEqual({ ok: true, value: ALICE });
  hang.resolve();
  await new Promise(setImmediate);
  const again = Promise.withResolvers<void>();
  state.hanging = again.promise;
  for (const second of [60, 63, 66, 69, 72, 75]) {
    state.now = second * 1_000;
    expect(await find('alice')).toEqual({ ok: true, value: ALICE });
    expect(remembers('alice')).toBe(true);
  }
  // A try that never ended is taken over after five seconds: at 60 s, 66 s and 72 s.
  expect(state.asked).toEqual(['alice', 'alice', 'alice', 'alice', 'alice']);
});

it('sees within seconds that the database is back, and what was revoked meanwhile', async () => {
  const { find, state, settled } = rehearsal();
  await find('alice');
  state.away = true;
  state.now = 20 * MINUTE;
  await find('alice');
  state.away = false;
  state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  state.now += 2_000;
  await find('alice');
  await settled();
  expect(await find('alice')).toMatchObject({ value: { revokedAt: 1 } });
});

it('knows in a fresh isolate, while the database is away, whom another has seen within the hour', async () => {
  const outlives = shelf();
  const before = rehearsal({ outlives });
  await before.find('alice');
  await before.settled();

  const fresh = rehearsal({ outlives });
  fresh.state.away = true;
  fresh.state.now = 59 * MINUTE;
  expect(await fresh.find('alice')).toEqual({ ok: true, value: ALICE });
  expect(fresh.remembers('alice')).toBe(true);
  await fresh.find('alice');
  expect(outlives.state.asked).toEqual(['alice']);
  // Seen an hour ago by the other: not an hour more by this one.
  fresh.state.now = 60 * MINUTE;
  expect(await fresh.find('alice')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
});

it('refuses while the database is away whom another isolate has seen revoked, though it was trusted here', async () => {
  const outlives = shelf();
  const here = rehearsal({ outlives });
  const there = rehearsal({ outlives });
  await here.find('alice');
  await here.settled();
  there.state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  there.state.now = 10 * MINUTE;
  await there.find('alice');
  await there.settled();

  here.state.away = true;
  here.state.now = 20 * MINUTE;
  await here.find('alice');
  await here.settled();
  expect(await here.find('alice')).toMatchObject({ ok: true, value: { revokedAt: 1 } });
  expect(outlives.state.asked).toEqual(['alice']);
});

it('looks every two minutes of an outage, beside the requests, for what others saw before it reached them', async () => {
  const outlives = shelf();
  const { find, state, settled } = rehearsal({ outlives });
  await find('alice');
  await settled();
  state.away = true;
  for (const second of [60, 61, 120, 179]) {
    state.now = second * 1_000;
    expect(await find('alice')).toEqual({ ok: true, value: ALICE });
    await settled();
  }
  expect(outlives.state.asked).toEqual(['alice']);
  outlives.state.lying.set('alice', { client: { ...ALICE, revokedAt: 1 }, seenAt: 30_000 });
  state.now = 180_000;
  await find('alice');
  await settled();
  expect(await find('alice')).toMatchObject({ value: { revokedAt: 1 } });
});

it('keeps what it knows where what outlives it is older, or nobody can say', async () => {
  const outlives = shelf();
  const { find, state, settled } = rehearsal({ outlives });
  state.now = 5 * MINUTE;
  await find('alice');
  await settled();
  outlives.state.lying.set('alice', { client: { ...ALICE, revokedAt: 1 }, seenAt: 4 * MINUTE });
  state.away = true;
  state.now = 10 * MINUTE;
  await find('alice');
  await settled();
  expect(await find('alice')).toEqual({ ok: true, value: ALICE });
  outlives.state.away = true;
  state.now = 15 * MINUTE;
  await find('alice');
  await settled();
  expect(await find('alice')).toEqual({ ok: true, value: ALICE });
});

it('refuses in a fresh isolate whom another knows as revoked, however long ago', async () => {
  const outlives = shelf();
  outlives.state.lying.set('alice', { client: { ...ALICE, revokedAt: 1 }, seenAt: 0 });
  const { find, state } = rehearsal({ outlives });
  state.away = true;
  state.now = 10 * 60 * MINUTE;
  expect(await find('alice')).toMatchObject({ ok: true, value: { revokedAt: 1 } });
});

it('asks what outlives it only while the database is away, and not for every request of a stranger', async () => {
  const { find, state, outlives } = rehearsal();
  await find('alice');
  await find('bob');
  expect(outlives.asked).toEqual([]);
  state.away = true;
  state.now = 10_000;
  for (let i = 0; i < 5; i++) await find('carol');
  expect(outlives.asked).toEqual(['carol']);
});

it('keeps a client once in ten minutes, and at once what has changed', async () => {
  const { find, state, settled, outlives } = rehearsal();
  for (let minute = 0; minute < 10; minute++) {
    state.now = minute * MINUTE;
    await find('alice');
    await settled();
  }
  expect(outlives.writes).toBe(1);
  state.now = 10 * MINUTE;
  await find('alice');
  await settled();
  expect(outlives.writes).toBe(2);
  expect(outlives.lying.get('alice')).toEqual({ client: ALICE, seenAt: 10 * MINUTE });
  state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  state.now = 11 * MINUTE;
  await find('alice');
  await settled();
  expect(outlives.lying.get('alice')).toMatchObject({ client: { revokedAt: 1 } });
});

it('keeps at the next look what could not be kept', async () => {
  const { find, state, settled, outlives } = rehearsal();
  outlives.away = true;
  await find('alice');
  await settled();
  outlives.away = false;
  state.now = MINUTE;
  await find('alice');
  await settled();
  expect(outlives.lying.get('alice')).toEqual({ client: ALICE, seenAt: MINUTE });
});
