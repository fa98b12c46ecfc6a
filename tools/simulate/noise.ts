// Randomness without a generator: the same seed, name and instant give the same number, in any order of asking.

/** Uniform in [-1, 1). */
export type Noise = (x: number) => number;

/** 32 bits from a seed and a name (FNV-1a). */
export function seedOf(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** Uniform in [-1, 1) at each integer (the finaliser of MurmurHash3). */
export function whiteNoise(seed: number): Noise {
  return (n) => {
    let h = Math.imul((n | 0) ^ seed, 0x85ebca6b) ^ Math.imul((n / 4_294_967_296) | 0, 0xc2b2ae35);
    h ^= h >>> 16;
    h = Math.imul(h, 0x7feb352d);
    h ^= h >>> 15;
    h = Math.imul(h, 0x846ca68b);
    h ^= h >>> 16;
    return (h >>> 0) / 2_147_483_648 - 1;
  };
}

/** White noise at every multiple of `period`, joined by smooth curves: weather, not static. */
export function smoothNoise(seed: number, period: number): Noise {
  const white = whiteNoise(seed);
  return (x) => {
    const n = Math.floor(x / period);
    const t = x / period - n;
    const eased = t * t * (3 - 2 * t);
    const before = white(n);
    return before + (white(n + 1) - before) * eased;
  };
}
