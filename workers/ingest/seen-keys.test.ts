import { expect, it } from 'vitest';
import { seenKeys } from './seen-keys.ts';

const meters = Array.from({ length: 20_000 }, (_, i) => `meter-${i % 15_000}`);

it('tells of 300,000 keys that are much alike each one apart', () => {
  const keys = seenKeys({ rows: 300_000 });
  let again = 0;
  for (let i = 0; i < 300_000; i++) if (!keys.see(`FR-BRE@${1_780_000_000_000 + i * 900_000}`)) again++;
  expect(again).toBe(0);
  expect(keys.see('FR-BRE@1780000000000')).toBe(false);
});

it.each([
  ['one pass', 20_000, 1],
  ['several, when they do not fit into one', 3_000, 7],
])('counts what comes again in %s', (_, mostKeys, passes) => {
  const keys = seenKeys({ rows: meters.length, mostKeys });
  let again = 0;
  let pass = 0;
  do {
    keys.begin(pass);
    for (const meter of meters) if (!keys.see(meter)) again++;
  } while (++pass < keys.passes());
  expect(pass).toBe(passes);
  expect(again).toBe(5_000);
});

it('needs no further pass when no key was shown', () => {
  expect(seenKeys({ rows: 1e9 }).passes()).toBe(1);
});

it('ends, and takes keys for new, when far more of them fall into one pass than it was made for', () => {
  const keys = seenKeys({ rows: 22, mostKeys: 11 });
  let again = 0;
  for (let i = 0; i < 1_000; i++) if (!keys.see(`chosen-${i}`)) again++;
  expect(again).toBe(0);
});
