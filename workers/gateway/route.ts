// What every route declares beside its own: who may ask, which problems it may answer with, and a strict query. No I/O.

import { createRoute, type RouteConfig, type z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Scope } from '../../db/schema.ts';
import { PROBLEM_JSON } from '../mesh/problem.ts';
import { authenticate } from './auth/authenticate.ts';
import { strangerWithinLimit } from './auth/limits.ts';
import type { Gateway } from './env.ts';
import { known } from './faults.ts';
import { refuse } from './refuse.ts';
import { schemaNamed } from './schemas.ts';

export { createRoute };

type Responses = RouteConfig['responses'];

export const PROBLEMS = {
  400: 'The request is not valid: `errors` points at each fault',
  401: 'No credentials, or not valid ones',
  403: 'The client lacks the scope',
  404: 'There is no such thing',
  406: 'None of the media types asked for is given here',
  412: 'Somebody else was first: what was seen stands no more',
  413: 'The body is too large',
  415: 'The body is of another media type, or packed in a way that is not unpacked here',
  422: 'What was sent is refused: `errors` gives every reason',
  429: 'Too many requests: Retry-After says when to come back',
  503: 'A dependency is away: Retry-After says when to come back',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

/** What stands in the way is another thing for each route: it says which. */
export interface Conflict {
  readonly 409: string;
}

/** What a route answers when all is well, and the problems it may answer with. */
export function answers(expected: Responses, ...problems: readonly (ProblemStatus | Conflict)[]): Responses {
  const content = { [PROBLEM_JSON]: { schema: schemaNamed('Problem') } };
  const told = problems.map((problem) =>
    typeof problem === 'number'
      ? [problem, { description: PROBLEMS[problem], content }]
      : [409, { description: problem[409], content }],
  );
  return { ...expected, ...Object.fromEntries(told) };
}

const needs =
  (scope: Scope): MiddlewareHandler<Gateway> =>
  async (c, next) => {
    const caller = await authenticate(c);
    if (!caller.ok) return refuse(c, caller.failure);
    const { scopes } = caller.value;
    if (!scopes.includes(scope)) return refuse(c, { reason: 'forbidden', needs: scope, has: scopes });
    c.set('caller', caller.value);
    return next();
  };

/** For clients with this scope. */
export const guarded = (scope: Scope) => ({
  security: [{ apiKey: [] }, { oauth: [scope] }],
  middleware: needs(scope),
});
/** What `guarded` may answer by itself. */
export const GUARDED = [401, 403, 429, 503] as const;

const limited: MiddlewareHandler<Gateway> = async (c, next) => {
  const within = await strangerWithinLimit(c);
  return within.ok ? next() : refuse(c, within.failure);
};

/** For everyone, within the limit of strangers. */
export const open = { security: [], middleware: limited };

/** A query of which every name is known: a misspelt filter must not give unfiltered rows. */
export const query = <Shape extends z.ZodRawShape>(shape: Shape) => known(shape, 'parameter');

export const json = <Schema extends z.ZodType | ReturnType<typeof schemaNamed>>(
  schema: Schema,
  description: string,
) => ({
  description,
  content: { 'application/json': { schema } },
});
