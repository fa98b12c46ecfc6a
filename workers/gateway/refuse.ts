// The ways out of a request that cannot be served: an expected failure, a dependency that is away, a bug. Never a stack, never SQL.
import { HTTPException } from 'hono/http-exception';
import { isOutage } from '../../db/outage.ts';
import type { MalformedCursor } from '../../db/queries/cursor.ts';
import { logger } from '../mesh/log.ts';
import { bugProblem, type Problem, problemOf, problemResponse } from '../mesh/problem.ts';
import { type Failure, type Fault, fail, inShort, ok, type Result } from '../mesh/result.ts';
import { ANSWER_WITHIN_MS } from './deadline.ts';
import { callContext, type GatewayContext } from './env.ts';

const RETRY_AFTER_SECONDS = 5;

export function refuse(c: GatewayContext, failure: Failure): Response {
  c.set('errorType', failure.reason);
  return told(c, problemOf(failure, c.var.requestId));
}

const told = (c: GatewayContext, problem: Problem): Response => (c.var.tell ?? problemResponse)(problem);

/** The value as JSON, or the failure as a problem. */
export function answer<T>(c: GatewayContext, result: Result<T>, status = 200): Response {
  return result.ok ? Response.json(result.value, { status }) : refuse(c, result.failure);
}

export const invalid = (...errors: readonly Fault[]): Failure => ({
  reason: 'invalid',
  detail: inShort(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)),
  errors,
});

/** A page, or the fault of a cursor that no page gave. */
export const pageOf = <Page extends object>(found: Page | MalformedCursor): Result<Page> =>
  'malformed' in found
    ? fail(
        invalid({
          pointer: '?cursor',
          detail: 'got a cursor that is not of this question, want the `next` of the page before',
        }),
      )
    : ok(found);

export const unavailable = (dependency: string): Failure => ({
  reason: 'unavailable',
  dependency,
  retryAfterSeconds: RETRY_AFTER_SECONDS,
});

/** Several parts may each be slow: together they are too late. */
export function refuseLate(c: GatewayContext): Response {
  logger({ worker: 'gateway', context: callContext(c) }).warn('too_late', { method: c.req.method, path: c.req.path });
  const detail = `This took longer than ${ANSWER_WITHIN_MS / 1_000} s and was given up. Try again in a moment.`;
  return refuse(c, { reason: 'unavailable', dependency: 'Time', detail, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** What was thrown anywhere below: an outage is expected, the rest is a bug. */
export function refuseThrown(error: Error, c: GatewayContext): Response {
  const log = logger({ worker: 'gateway', context: callContext(c) });
  if (isOutage(error)) {
    log.warn('database_away', { error });
    return refuse(c, unavailable('The database'));
  }
  if (error instanceof HTTPException && error.status < 500) {
    return refuse(c, invalid({ pointer: '', detail: error.message }));
  }
  log.error('bug', { method: c.req.method, path: c.req.path, error });
  c.set('errorType', 'bug');
  return told(c, bugProblem(c.var.requestId));
}
