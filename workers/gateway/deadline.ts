// How long a request may take in all, however many parts it waits for. Stops none of them; says only that time is up.
export const ANSWER_WITHIN_MS = 10_000;

export interface Deadline {
  readonly passed: Promise<'late'>;
  /** Time stands still meanwhile: what a client takes to send its body is its own. */
  apart<T>(waiting: Promise<T>): Promise<T>;
  /** Nobody waits for it any more. */
  end(): void;
}

export function startDeadline(): Deadline {
  const { promise: passed, resolve } = Promise.withResolvers<'late'>();
  const begun = Date.now();
  let apartMs = 0;
  let apartSince: number | null = null;
  let timer = setTimeout(look, ANSWER_WITHIN_MS);
  let ended = false;

  /** A timer costs more than most answers take: there is one, and it asks how much of the time was another's. */
  function look(): void {
    const now = Date.now();
    const waitedMs = apartMs + (apartSince === null ? 0 : now - apartSince);
    const leftMs = ANSWER_WITHIN_MS - (now - begun - waitedMs);
    if (leftMs <= 0) resolve('late');
    else if (!ended) timer = setTimeout(look, leftMs);
  }

  return {
    passed,
    async apart(waiting) {
      apartSince = Date.now();
      try {
        return await waiting;
      } finally {
        apartMs += Date.now() - apartSince;
        apartSince = null;
      }
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
