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
  let leftMs = ANSWER_WITHIN_MS;
  let since = Date.now();
  let timer = setTimeout(resolve, leftMs, 'late');
  let ended = false;
  return {
    passed,
    async apart(waiting) {
      clearTimeout(timer);
      leftMs -= Date.now() - since;
      try {
        return await waiting;
      } finally {
        since = Date.now();
        if (!ended) timer = setTimeout(resolve, Math.max(leftMs, 0), 'late');
      }
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
