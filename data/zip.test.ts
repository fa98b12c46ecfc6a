import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { zipEntries } from './zip.ts';

const MIB = 1_048_576;

function* piecesOf(content: Uint8Array, { most, level }: { most: number; level: 0 | 6 }): Generator<Uint8Array> {
  for (const entry of zipEntries(zipSync({ it: content }, { level })).values()) yield* entry.pieces(most);
}

it('inflates a bomb in small pieces, however well it is packed', () => {
  let longest = 0;
  let bytes = 0;
  for (const piece of piecesOf(new Uint8Array(16 * MIB), { most: 16 * MIB, level: 6 })) {
    longest = Math.max(longest, piece.length);
    bytes += piece.length;
  }
  expect(bytes).toBe(16 * MIB);
  expect(longest).toBeLessThan(2 * MIB);
});

it('refuses a bomb as it grows', () => {
  let bytes = 0;
  const unpack = () => {
    for (const piece of piecesOf(new Uint8Array(16 * MIB), { most: 8 * MIB, level: 6 })) bytes += piece.length;
  };
  expect(unpack).toThrow('unpacks to more than 8388608 bytes');
  expect(bytes).toBeGreaterThan(6 * MIB);
});

it.each([0, 6] as const)('gives back what was packed at level %i, of noise and of words', (level) => {
  let state = 1;
  const content = Uint8Array.from({ length: 300_000 }, (_, i) => {
    state = (state * 48_271) % 2_147_483_647;
    return i < 150_000 ? state & 255 : (state & 3) + 97;
  });
  const out = [...piecesOf(content, { most: MIB, level })].flatMap((piece) => [...piece]);
  expect(Buffer.from(out).equals(content)).toBe(true);
});

it('refuses what goes on behind the end of its packed bytes, soon', { timeout: 10_000 }, () => {
  // What is only stored, and is said to be packed: it begins with a whole packed text of nothing.
  const content = new Uint8Array(8 * MIB);
  content.set([3, 0]);
  const bytes = zipSync({ it: content }, { level: 0 });
  const contents = Buffer.from(bytes.buffer).indexOf('PK\x01\x02', content.length, 'latin1');
  bytes[contents + 10] = 8;
  const [entry] = zipEntries(bytes).values();
  expect(() => [...(entry?.pieces(MIB) ?? [])]).toThrow('the spreadsheet is broken: it cannot be unpacked');
});
