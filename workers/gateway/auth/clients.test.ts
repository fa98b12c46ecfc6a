import { expect, it } from 'vitest';
import { clientDirectory, type KnownClient } from './clients.ts';

const ALICE: KnownClient = { id: 'alice', secretSha256: 'aa', scopes: ['read'], revokedAt: null };

/** A database of clients that can be taken away, and a clock that is set by hand. */
function rehearsal({ size = 100 } = {}) {
  const state = { now: 0, away: false, asked: [] as string[], clients: new Map([['alice', ALICE]]) };
  const directory = clientDirectory({
    load: async (id) => {
      state.asked.push(id);
      if (state.away) throw new Error('away');
      return state.clients.get(id) ?? null;
    },
    isOutage: () => true,
    away: { reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 5 },
    clock: () => state.now,
    size,
  });
  return { directory, state };
}

it('asks once, then remembers', async () => {
  const { directory, state } = rehearsal();
  expect(directory.remembers('alice')).toBe(false);
  expect(await directory.find('alice')).toEqual({ ok: true, value: ALICE });
  expect(directory.remembers('alice')).toBe(true);
  await directory.find('alice');
  expect(state.asked).toEqual(['alice']);
});

it('sees a revocation within a minute', async () => {
  const { directory, state } = rehearsal();
  await directory.find('alice');
  state.clients.set('alice', { ...ALICE, revokedAt: 1 });
  state.now = 60_000;
  expect(await directory.find('alice')).toMatchObject({ value: { revokedAt: 1 } });
});

it('remembers that there is no such client, but not for long: it may be made at any moment', async () => {
  const { directory, state } = rehearsal();
  expect(await directory.find('bob')).toEqual({ ok: true, value: null });
  await directory.find('bob');
  expect(state.asked).toEqual(['bob']);
  state.clients.set('bob', { ...ALICE, id: 'bob' });
  state.now = 5_000;
  expect(await directory.find('bob')).toMatchObject({ value: { id: 'bob' } });
});

it('goes on with who it knows for an hour while the database is away', async () => {
  const { directory, state } = rehearsal();
  await directory.find('alice');
  state.away = true;
  for (let minute = 0; minute < 60; minute += 5) {
    state.now = minute * 60_000;
    expect(await directory.find('alice')).toEqual({ ok: true, value: ALICE });
  }
  state.now = 61 * 60_000;
  expect(await directory.find('alice')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
});

it('does not call a stranger unknown while the database is away', async () => {
  const { directory, state } = rehearsal();
  state.away = true;
  expect(await directory.find('bob')).toMatchObject({ ok: false, failure: { reason: 'unavailable' } });
});

it('does not ask a database that is away on behalf of every stranger', async () => {
  const { directory, state } = rehearsal();
  state.away = true;
  await directory.find('bob');
  await directory.find('carol');
  expect(state.asked).toEqual(['bob']);
  state.now = 2_000;
  state.away = false;
  expect(await directory.find('alice')).toMatchObject({ ok: true, value: { id: 'alice' } });
});

it('does not take a bug for an outage', async () => {
  const directory = clientDirectory({
    load: () => Promise.reject(new Error('no such column')),
    isOutage: () => false,
    away: { reason: 'unavailable', dependency: 'The database', retryAfterSeconds: 5 },
  });
  await expect(directory.find('alice')).rejects.toThrow('no such column');
});

it('stays small however many ids are guessed: the oldest are forgotten', async () => {
  const { directory } = rehearsal({ size: 3 });
  for (const id of ['alice', 'a', 'b', 'c']) await directory.find(id);
  expect(['alice', 'a', 'b', 'c'].map(directory.remembers)).toEqual([false, true, true, true]);
});

it('asks again once, not once per request, when a memory grows old', async () => {
  const { directory, state } = rehearsal();
  await directory.find('alice');
  state.now = 58_000;
  await Promise.all([directory.find('alice'), directory.find('alice'), directory.find('alice')]);
  expect(state.asked).toEqual(['alice', 'alice']);
});
