// How often single values came, as far as a bounded memory holds them: all of them where few differ, else those that come often. Never counts one more often than it came. Pure.

/** By value, in its order. A count is a lower bound once some value was forgotten. */
export type KnownValues = readonly (readonly [value: number, times: number])[];

/** A day of quarter-hours at ten places is known in full. */
const MOST = 1_024;
/** Many at once: forgetting them one by one would sort at every row. */
const KEPT_OF_TOO_MANY = MOST / 2;

export function knownValues() {
  let times = new Map<number, number>();
  return {
    add(value: number): void {
      times.set(value, (times.get(value) ?? 0) + 1);
      if (times.size > MOST) times = new Map(mostFrequent(times));
    },
    all: (): KnownValues => inOrder(times),
  };
}

export function mergedValues(a: KnownValues, b: KnownValues): KnownValues {
  const times = new Map(a);
  for (const [value, some] of b) times.set(value, (times.get(value) ?? 0) + some);
  return inOrder(times.size > MOST ? mostFrequent(times) : times);
}

const inOrder = (times: Iterable<readonly [number, number]>): KnownValues => [...times].sort(([a], [b]) => a - b);

/** A value that comes at every few hundredth row is among them each time, so a heap of equal values is never lost. */
const mostFrequent = (times: ReadonlyMap<number, number>): KnownValues =>
  [...times].sort(([a, often], [b, oftener]) => oftener - often || a - b).slice(0, KEPT_OF_TOO_MANY);
