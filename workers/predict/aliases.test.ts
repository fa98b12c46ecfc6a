import { expect, it } from 'vitest';
import { type Change, changed, isInShare, NO_ALIASES } from './aliases.ts';

type Said = Change extends infer One
  ? One extends Change
    ? Omit<One, 'version' | 'at' | 'by' | 'reason' | 'seed'>
    : never
  : never;

const after = (...changes: readonly Said[]) =>
  changes.reduce(
    (aliases, change) =>
      changed(aliases, { ...change, version: aliases.version + 1, at: 0, by: 'ana', reason: 'r', seed: 'S' }),
    NO_ALIASES,
  );

it('goes back release by release, to the bundled one of then, and no further', () => {
  const promoted = after({ kind: 'live', release: 'A' }, { kind: 'live', release: 'B' });
  expect(promoted).toMatchObject({ version: 2, live: 'B', before: ['A', 'S'] });
  const back = changed(promoted, {
    kind: 'rollback',
    release: 'A',
    version: 3,
    at: 0,
    by: 'ana',
    reason: 'r',
    seed: 'S2',
  });
  expect(back).toMatchObject({ live: 'A', before: ['S'] });
  const further = changed(back, {
    kind: 'rollback',
    release: 'S',
    version: 4,
    at: 0,
    by: 'ana',
    reason: 'r',
    seed: 'S2',
  });
  expect(further).toMatchObject({ version: 4, live: 'S', before: [] });
});

it('does not go back to what was rolled back from', () => {
  const aliases = after(
    { kind: 'live', release: 'A' },
    { kind: 'rollback', release: 'S' },
    { kind: 'live', release: 'B' },
  );
  expect(aliases).toMatchObject({ live: 'B', before: ['S'] });
});

it('takes shadow and share from a release that goes live, and leaves others theirs', () => {
  const canary = { kind: 'canary', release: 'A', percent: 10 } as const;
  expect(after({ kind: 'shadow', release: 'A' }, canary, { kind: 'live', release: 'A' })).toMatchObject({
    live: 'A',
    shadow: null,
    canary: null,
  });
  expect(after({ kind: 'shadow', release: 'B' }, canary, { kind: 'live', release: 'C' })).toMatchObject({
    shadow: 'B',
    canary: { release: 'A', percent: 10 },
  });
});

it('follows the bundled release again once live is cleared, and can go back from it', () => {
  const cleared = after({ kind: 'live', release: 'A' }, { kind: 'clear', alias: 'live' });
  expect(cleared).toMatchObject({ live: null, before: ['A'] });
  const again = after({ kind: 'live', release: 'A' }, { kind: 'live', release: 'S' }, { kind: 'clear', alias: 'live' });
  expect(again).toMatchObject({ live: null, before: ['A'] });
  expect(after({ kind: 'shadow', release: 'A' }, { kind: 'clear', alias: 'shadow' })).toMatchObject({ shadow: null });
});

it('takes them from what is live by a rollback, and from the bundled release when live is cleared', () => {
  const [promoted, back] = [{ kind: 'live', release: 'A' } as const, { kind: 'rollback', release: 'S' } as const];
  const shadow = { kind: 'shadow', release: 'S' } as const;
  const canary = { kind: 'canary', release: 'S', percent: 10 } as const;
  const cleared = { kind: 'clear', alias: 'live' } as const;
  expect(after(promoted, shadow, canary, back)).toMatchObject({ live: 'S', shadow: null, canary: null });
  expect(after(promoted, shadow, canary, cleared)).toMatchObject({ live: null, shadow: null, canary: null });
  const other = { kind: 'shadow', release: 'B' } as const;
  expect(after(promoted, other, canary, cleared)).toMatchObject({ shadow: 'B', canary: null });
});

it('remembers one release once, however often it was live', () => {
  const changes = ['A', 'B', 'A', 'B'].map((release) => ({ kind: 'live', release }) as const);
  expect(after(...changes)).toMatchObject({ live: 'B', before: ['A', 'S'] });
});

it('answers a share of the keys near its percentage, always the same ones, and keeps them as it grows', () => {
  const keys = Array.from({ length: 10_000 }, (_, i) => `client-${i}`);
  const share = (release: string, percent: number) => keys.filter((key) => isInShare(key, { release, percent }));
  const ten = share('2026-11-01-aaaaaaaa', 10);
  expect(ten).toHaveLength(1_011);
  expect(share('2026-11-01-aaaaaaaa', 10)).toEqual(ten);
  const thirty = new Set(share('2026-11-01-aaaaaaaa', 30));
  expect(ten.every((key) => thirty.has(key))).toBe(true);
  const other = new Set(share('2026-11-02-bbbbbbbb', 10));
  // One tenth of a tenth, as if they were drawn apart.
  expect(ten.filter((key) => other.has(key)).length).toBeLessThan(150);
});
