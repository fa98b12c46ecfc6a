// From an expected failure to RFC 9457 on the wire: one exhaustive switch. Never says more than the failure does.
import type { Health } from './contracts.ts';
import type { Failure, Fault } from './result.ts';

export const PROBLEM_JSON = 'application/problem+json';

export interface ProblemDocument {
  /** `urn:wattmesh:problem:<reason>`: what to branch on. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was got and what was expected. */
  readonly detail: string;
  /** The request id: the same as in X-Request-Id and on every log line of this request. */
  readonly instance: string;
  readonly errors?: readonly Fault[];
  /** Of a readiness that fails: each dependency. */
  readonly checks?: Readonly<Record<string, Health>>;
}

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ProblemDocument;
}

/** A 401 says how to come in. */
const CHALLENGE = 'Bearer realm="wattmesh", ApiKey realm="wattmesh", header="X-API-Key"';
const KIB = 1_024;
/** However wrong a body is, its answer stays short. */
const MAX_ERRORS = 50;

export function problemOf(failure: Failure, requestId: string): Problem {
  const problem = (
    status: number,
    title: string,
    detail: string,
    { headers = {}, errors }: { headers?: Record<string, string>; errors?: readonly Fault[] } = {},
  ): Problem => ({
    status,
    headers: { 'Content-Type': PROBLEM_JSON, 'Cache-Control': 'no-store', ...headers },
    body: {
      type: `urn:wattmesh:problem:${failure.reason}`,
      title,
      status,
      detail,
      instance: requestId,
      ...(errors && { errors: errors.slice(0, MAX_ERRORS) }),
    },
  });

  switch (failure.reason) {
    case 'invalid':
      return problem(400, 'The request is not valid', failure.detail, { errors: failure.errors });
    case 'unauthorized':
      return problem(401, 'Who are you?', failure.detail, { headers: { 'WWW-Authenticate': CHALLENGE } });
    case 'forbidden': {
      const has = failure.has.length > 0 ? failure.has.join(', ') : 'no scope';
      return problem(403, 'Not allowed', `This needs the scope ${failure.needs}; the client has ${has}.`, {
        headers: {
          'WWW-Authenticate': `Bearer realm="wattmesh", error="insufficient_scope", scope="${failure.needs}"`,
        },
      });
    }
    case 'not_found': {
      const none = `There is no ${failure.what} ${JSON.stringify(failure.id.slice(0, 120))}.`;
      return problem(404, 'Not found', failure.next === undefined ? none : `${none} ${failure.next}`);
    }
    case 'method_not_allowed': {
      const allow = failure.allowed.join(', ');
      return problem(405, 'Method not allowed', `This path answers to ${allow}.`, { headers: { Allow: allow } });
    }
    case 'not_acceptable':
      return problem(406, 'Not acceptable', failure.detail);
    case 'conflict':
      return problem(409, 'Conflict', failure.detail);
    case 'precondition_failed':
      return problem(412, 'Changed meanwhile', failure.detail);
    case 'unprocessable':
      return problem(422, 'It is refused', failure.detail, { errors: failure.errors });
    case 'too_large':
      return problem(413, 'Too large', `The body may have ${failure.limitBytes / KIB} KiB at most. Send it in pieces.`);
    case 'unsupported_media_type':
      return problem(415, 'Unsupported media type', `Got ${failure.got}, want ${failure.expected}.`);
    case 'too_many_requests':
      return problem(429, 'Too many requests', `Try again in ${failure.retryAfterSeconds} s.`, {
        headers: { 'Retry-After': String(failure.retryAfterSeconds) },
      });
    case 'unavailable': {
      const detail = failure.detail ?? `${failure.dependency} cannot be reached. Try again in a moment.`;
      return problem(503, 'Not available for now', detail, {
        headers: { 'Retry-After': String(failure.retryAfterSeconds) },
      });
    }
  }
}

/** A bug: what it was stands in the log, under the same instance. */
export function bugProblem(requestId: string): Problem {
  return {
    status: 500,
    headers: { 'Content-Type': PROBLEM_JSON, 'Cache-Control': 'no-store' },
    body: {
      type: 'urn:wattmesh:problem:bug',
      title: 'Something is wrong on our side',
      status: 500,
      detail: 'This is a bug. Its instance finds it in our log.',
      instance: requestId,
    },
  };
}

export const problemResponse = ({ status, headers, body }: Problem): Response =>
  new Response(JSON.stringify(body, wellFormed), { status, headers });

/** What was sent may be quoted, and hold half a character: strict readers of JSON refuse one. */
const wellFormed = (_: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value);
