// What lies in the lake about persons: readable with the key, and in no other way; whatever is done to it is noticed.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Keys, keysOf, LockedError } from './keys.ts';
import { opened, sealed } from './lake-cipher.ts';

const KEY = btoa('0123456789abcdef0123456789abcdef');
const OTHER = btoa('another key of thirty-two bytes!');
const HEADER = 26;
const FRAME = 65_536 + 16;

let keys: Keys;
beforeAll(async () => {
  keys = await keysOf(KEY);
});

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size);
}
async function whole(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return new Uint8Array(Buffer.concat(all));
}
const seal = (bytes: Uint8Array, size = 10_007) => whole(sealed(keys, 'customer', pieces(bytes, size)));
const open = (bytes: Uint8Array, with_ = keys, dataset = 'customer', size = 9_001) =>
  whole(opened(with_, dataset, pieces(bytes, size)));
const people = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 251);

it.each([0, 1, 25, 65_535, 65_536, 65_537, 200_000])(
  'gives back %i bytes, whatever pieces they come in',
  async (length) => {
    const plain = people(length);
    for (const size of [1_000, 65_536, 500_000]) {
      const kept = await seal(plain, size);
      expect(await open(kept, keys, 'customer', 7_777)).toEqual(plain);
      expect(kept.length).toBe(HEADER + length + 16 * Math.max(1, Math.ceil(length / 65_536)));
    }
  },
);

it('shows nothing of what it holds, and looks different each time', async () => {
  const plain = new TextEncoder().encode('amelie.dubreuil@mail.example.org\n'.repeat(50));
  const [once, again] = [await seal(plain), await seal(plain)];
  expect(Buffer.from(once).includes('amelie')).toBe(false);
  expect(Buffer.from(once).equals(Buffer.from(again))).toBe(false);
});

describe('refuses', () => {
  const frames = async () => {
    const kept = await seal(people(3 * 65_536 + 5));
    const frame = (i: number) => kept.slice(HEADER + i * FRAME, HEADER + (i + 1) * FRAME);
    return { kept, header: kept.slice(0, HEADER), frame };
  };
  const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

  it('an object that ends at a frame too early', async () => {
    const { header, frame } = await frames();
    await expect(open(joined(header, frame(0), frame(1)))).rejects.toThrow('frame 1 does not open');
    await expect(open(header)).rejects.toThrow('frame 0 does not open');
    await expect(open(header.slice(0, 9))).rejects.toThrow('ends before its header does');
  });
  it('frames in another order, twice, or one too many', async () => {
    const { header, frame } = await frames();
    await expect(open(joined(header, frame(1), frame(0), frame(2), frame(3)))).rejects.toThrow('frame 0');
    await expect(open(joined(header, frame(0), frame(0), frame(2), frame(3)))).rejects.toThrow('frame 1');
    await expect(open(joined(header, frame(0), frame(1), frame(2), frame(3), frame(3)))).rejects.toThrow(LockedError);
  });
  it.each([5, 15, 30, 65_600])('a single bit that changed at byte %i', async (at) => {
    const kept = await seal(people(70_000));
    kept[at] = (kept[at] ?? 0) ^ 1;
    await expect(open(kept)).rejects.toThrow(LockedError);
  });
  it('another key by its name, and what was kept for another dataset', async () => {
    const kept = await seal(people(100));
    const other = await keysOf(OTHER);
    await expect(open(kept, other)).rejects.toThrow(`encrypted with another key, PRIVACY_KEY is ${other.id}`);
    await expect(open(kept, keys, 'customer-identity')).rejects.toThrow('was changed or cut off');
  });
  it('what was never encrypted', async () => {
    const plain = new TextEncoder().encode('id,age,gender,country,city,email\n'.repeat(3));
    await expect(open(plain)).rejects.toThrow('not encrypted in a way we know');
  });
});

it.each(['', 'short', btoa('thirty-one bytes are one too few'.slice(0, 31)), '*'.repeat(44)])(
  'refuses a key that is none, without showing it: %s',
  async (secret) => {
    const refusal = await keysOf(secret).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LockedError);
    expect(String(refusal)).toContain('PRIVACY_KEY is not 32 bytes as base64');
    if (secret) expect(String(refusal)).not.toContain(secret);
  },
);
