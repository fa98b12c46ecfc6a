// A problem as the Open Inference Protocol tells it: `{ "error": "…" }`. Says as much as problem+json does, in one sentence.
import type { RouteConfig } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import type { Problem } from '../../mesh/problem.ts';
import { PROBLEMS, type ProblemStatus } from '../route.ts';

const InferenceError = z
  .object({ error: z.string().openapi({ description: 'What was got, and what was expected' }) })
  .openapi('InferenceError');

export function inferenceError({ status, headers, body }: Problem): Response {
  const faults = body.errors?.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`));
  const error = faults?.join('; ') ?? body.detail;
  return Response.json({ error }, { status, headers: { ...headers, 'Content-Type': 'application/json' } });
}

/** What a route of the protocol answers when all is well, and the errors it may answer with. */
export function inferenceAnswers(
  expected: RouteConfig['responses'],
  ...statuses: readonly ProblemStatus[]
): RouteConfig['responses'] {
  const content = { 'application/json': { schema: InferenceError } };
  return {
    ...expected,
    ...Object.fromEntries(statuses.map((status) => [status, { description: PROBLEMS[status], content }])),
  };
}
