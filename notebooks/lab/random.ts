// Random numbers that are the same everywhere from the same seed (mulberry32). Never Math.random.

export interface Random {
  /** In [0, 1). */
  next(): number;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

/** `count` different numbers below `below`, ascending. */
export function sample(random: Random, below: number, count: number): number[] {
  const chosen: number[] = [];
  for (let i = 0; i < below && chosen.length < count; i++) {
    if (random.next() * (below - i) < count - chosen.length) chosen.push(i);
  }
  return chosen;
}
