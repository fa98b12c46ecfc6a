// What was started, stopped in reverse order. Knows nothing of what it stops.
const ONE_MAY_TAKE_MS = 3_000;

export interface Closers {
  /** Remembers how to stop what just started. */
  add(name: string, close: () => Promise<void> | void): void;
  /** Stops everything, once, however often it is asked. */
  close(): Promise<void>;
}

export function closers(): Closers {
  const stack: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (let last = stack.pop(); last; last = stack.pop()) {
      const { name, close } = last;
      // A part that hangs must not keep the others alive: the next start ends what is left.
      const ended = await Promise.race([
        Promise.resolve()
          .then(close)
          .catch((error: unknown) => console.error(`${name} did not stop well: ${String(error)}`))
          .then(() => true),
        after(ONE_MAY_TAKE_MS).then(() => false),
      ]);
      if (!ended) console.error(`${name} took too long to stop`);
    }
  }

  return {
    add(name, close) {
      stack.push({ name, close });
      // It came up while the others went down.
      if (closing) closing = closing.then(closeAll);
    },
    close: () => (closing ??= closeAll()),
  };
}

const after = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
