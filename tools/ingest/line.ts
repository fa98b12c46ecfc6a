// How far something has come: one line that is written over where somebody watches, a line now and then in a log.
const WIDTH = 24;
const LOGGED_EVERY_MS = 5_000;

export interface Line {
  show(text: string): void;
  end(): void;
}

export function lineOn(stream: NodeJS.WriteStream): Line {
  let loggedAt = performance.now();
  let last = '';
  return {
    show(text) {
      if (stream.isTTY) stream.write(`\r\u001b[K${text.slice(0, stream.columns || 120)}`);
      else if (text !== last && performance.now() - loggedAt > LOGGED_EVERY_MS) {
        loggedAt = performance.now();
        last = text;
        stream.write(`${text}\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

export function bar(done: number, of: number): string {
  const filled = of > 0 ? Math.min(WIDTH, Math.round((WIDTH * done) / of)) : 0;
  return `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${of > 0 ? Math.floor((100 * done) / of) : 0} %`;
}

export const amount = (n: number, unit: string): string =>
  unit === 'bytes' ? `${(n / 1_048_576).toFixed(1)} MiB` : `${Math.round(n).toLocaleString('en')} ${unit}`;

/** How many of them a second, over the last while. */
export function rateOf(clock: () => number = () => performance.now()) {
  let first: { at: number; done: number } | undefined;
  return (done: number): number => {
    // Another step counts from its own beginning.
    if (!first || done < first.done) first = { at: clock(), done };
    const seconds = (clock() - first.at) / 1_000;
    return seconds > 0 ? (done - first.done) / seconds : 0;
  };
}
