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
  return [
    `${what} ${bar} ${done} of ${of} ${steps}`,
    loss === undefined ? '' : `loss ${Number(loss.toPrecision(4))}`,
    timeOf(),
  ]
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

/**
 * In a notebook: `notebookProgress(newDisplay())`, with `newDisplay` of tslab. A line for each `what`, with its own
 * beginning; between two showings passes `everyMs` at least, but what is finished is always shown.
 */
export function notebookProgress(display: { text(text: string): void }, { everyMs = 200 } = {}): ShowProgress {
  const lines = new Map<string, { readonly began: number; text: string }>();
  let last = Number.NEGATIVE_INFINITY;
  return (progress, now) => {
    const line = lines.get(progress.what) ?? { began: now, text: '' };
    lines.set(progress.what, line);
    line.text = progressLine(progress, now - line.began);
    if (progress.done < progress.of && now - last < everyMs) return;
    last = now;
    display.text(Array.from(lines.values(), ({ text }) => text).join('\n'));
  };
}
