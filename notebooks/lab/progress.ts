// How far a long training is, in one line that is written over: trees, loss, time left. Reads no clock: the time is passed in.

export interface Progress {
  /** What is being made: "boosting, fold 2". */
  readonly what: string;
  readonly done: number;
  readonly of: number;
  /** What `done` counts: "trees". */
  readonly steps: string;
  readonly loss?: number;
}

const WIDTH = 24;

/** `elapsed` milliseconds since it began; what is left is guessed from them. */
export function progressLine({ what, done, of, steps, loss }: Progress, elapsed: number): string {
  const share = of > 0 ? Math.min(1, done / of) : 1;
  const full = Math.floor(share * WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
  return [`${what} ${bar} ${done} of ${of} ${steps}`, loss === undefined ? '' : `loss ${loss.toPrecision(4)}`, timeOf()]
    .filter(Boolean)
    .join(' · ');

  function timeOf(): string {
    if (share >= 1) return spoken(elapsed);
    return done > 0 ? `${spoken((elapsed / done) * (of - done))} left` : '';
  }
}

function spoken(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 100 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Shows a state at an instant of any clock that runs forward, in milliseconds. */
export type ShowProgress = (progress: Progress, now: number) => void;

interface Shown {
  readonly what: string;
  readonly text: string;
  readonly finished: boolean;
}

/** Between two showings passes `everyMs` at least; what is finished is always shown. Each `what` has its own beginning. */
export function progressOn(show: (line: Shown) => void, { everyMs = 200 } = {}): ShowProgress {
  const began = new Map<string, number>();
  let last = Number.NEGATIVE_INFINITY;
  return (progress, now) => {
    const { what, done, of } = progress;
    const start = began.get(what) ?? now;
    began.set(what, start);
    const finished = done >= of;
    if (!finished && now - last < everyMs) return;
    last = now;
    show({ what, text: progressLine(progress, now - start), finished });
  };
}

/** In a notebook: `notebookProgress(newDisplay())`, with `newDisplay` of tslab. One line for each `what`. */
export function notebookProgress(display: { text(text: string): void }): ShowProgress {
  const lines = new Map<string, string>();
  return progressOn(({ what, text }) => {
    lines.set(what, text);
    display.text([...lines.values()].join('\n'));
  });
}

/** On a terminal the line is written over; in a log only what is finished is written. */
export const terminalProgress = (stream: { readonly isTTY?: boolean; write(text: string): unknown }): ShowProgress =>
  progressOn(({ text, finished }) => {
    if (stream.isTTY) stream.write(`\r${text}\x1b[K${finished ? '\n' : ''}`);
    else if (finished) stream.write(`${text}\n`);
  });
