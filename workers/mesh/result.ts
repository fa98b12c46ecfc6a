// Expected failures are values: an Error loses its own properties over Workers RPC. Bugs throw.

export interface Fault {
  /** JSON pointer into the body, or `?name` for a query parameter, `#name` for a header. */
  readonly pointer: string;
  readonly detail: string;
}

export type Failure =
  | { readonly reason: 'invalid'; readonly detail: string; readonly errors: readonly Fault[] }
  | { readonly reason: 'unauthorized'; readonly detail: string }
  | { readonly reason: 'forbidden'; readonly needs: string; readonly has: readonly string[] }
  | {
      readonly reason: 'not_found';
      readonly what: string;
      readonly id: string;
      /** A sentence: what there is instead. */
      readonly next?: string;
    }
  | { readonly reason: 'method_not_allowed'; readonly allowed: readonly string[] }
  | { readonly reason: 'not_acceptable'; readonly detail: string }
  | { readonly reason: 'conflict'; readonly detail: string }
  | { readonly reason: 'precondition_failed'; readonly detail: string }
  | { readonly reason: 'unprocessable'; readonly detail: string; readonly errors: readonly Fault[] }
  | { readonly reason: 'too_large'; readonly limitBytes: number }
  | { readonly reason: 'unsupported_media_type'; readonly got: string; readonly expected: string }
  | { readonly reason: 'too_many_requests'; readonly retryAfterSeconds: number }
  | {
      readonly reason: 'unavailable';
      readonly dependency: string;
      /** Where "cannot be reached" would not be true. */
      readonly detail?: string;
      readonly retryAfterSeconds: number;
    };

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

const MOST_CHARACTERS = 500;

/** Faults as one text, cut at a word, and seen to be cut: the list beside it has them all. */
export function inShort(sentences: readonly string[]): string {
  const whole = sentences.join('; ');
  if (whole.length <= MOST_CHARACTERS) return whole;
  const cut = whole.slice(0, MOST_CHARACTERS);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > 0 ? space : MOST_CHARACTERS).replace(/[,;:]$/, '')} …`;
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure });
