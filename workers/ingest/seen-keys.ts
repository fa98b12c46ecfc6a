// Which keys came before, by their hashes: 16 MB at most, however many rows there are. More keys than that holds are looked at in several passes. Pure.

/** Of eight bytes each. */
const MOST_SLOTS = 2 ** 21;
/** A fuller table looks for long. */
const FULLEST = 0.7;
/** Whoever chooses his keys may fill one pass with those of all: what has no place any more is taken for new. */
const FULL = 0.9;
const MOST_KEYS = Math.floor(MOST_SLOTS * FULLEST);

export interface SeenKeys {
  /** How often every key has to be shown: each pass looks at its share of them. Told when the first has ended. */
  passes(): number;
  /** The first has begun. */
  begin(pass: number): void;
  /** False when the key is one of this pass, and was shown in it before. */
  see(key: string): boolean;
}

/**
 * Two different keys are taken for one when all 64 bits of their hashes agree: among n keys with a chance of n² / 2⁶⁵, which is one
 * in 37 million for a million rows, and one in 400,000 for ten. `rows` is how many keys there may be, repeated ones included.
 */
export function seenKeys({
  rows,
  mostKeys = MOST_KEYS,
}: {
  readonly rows: number;
  readonly mostKeys?: number;
}): SeenKeys {
  const most = Math.max(1, Math.ceil(rows / mostKeys));
  const mask = 2 ** Math.ceil(Math.log2(Math.max(16, Math.min(rows, mostKeys) / FULLEST))) - 1;
  let current = 0;
  let wasAsked = false;
  let filled = 0;
  let slots: Uint32Array | undefined;

  return {
    // Where every key lies on its grid, none is ever shown.
    passes: () => (wasAsked ? most : 1),
    begin(pass) {
      current = pass;
      filled = 0;
      slots?.fill(0);
    },
    see(key) {
      wasAsked = true;
      // Two lanes of 32 bits, each mixed after every character, so that neither follows from the other.
      let high = 0x9e3779b9;
      let low = 0x7f4a7c15;
      for (let i = 0; i < key.length; i++) {
        const code = key.charCodeAt(i);
        high = Math.imul(high ^ code, 0x85ebca6b);
        high ^= high >>> 15;
        low = Math.imul(low ^ code, 0xc2b2ae35);
        low ^= low >>> 13;
      }
      high = finished(high ^ key.length);
      low = finished(low);
      // Nothing at all marks a slot as free.
      if (high === 0 && low === 0) low = 1;
      if (high % most !== current) return true;
      slots ??= new Uint32Array(2 * (mask + 1));
      for (let slot = low & mask; ; slot = (slot + 1) & mask) {
        const [a, b] = [slots[2 * slot], slots[2 * slot + 1]];
        if (a === high && b === low) return false;
        if (a !== 0 || b !== 0) continue;
        if (filled >= FULL * (mask + 1)) return true;
        filled++;
        slots[2 * slot] = high;
        slots[2 * slot + 1] = low;
        return true;
      }
    },
  };
}

/** Every bit of it decides about every other. */
function finished(mixed: number): number {
  let bits = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
