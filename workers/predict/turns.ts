// One after the other: the runtime is one program with one stack, and two graphs that are opened or asked at once trip over each other in it.

export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** Who comes first goes first; what fails holds up nobody. The work is computing alone: no request that is ended leaves it half done. */
export function turns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
