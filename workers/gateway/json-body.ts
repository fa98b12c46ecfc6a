// A small body of JSON, read by its schema: what is wrong is named with its pointer.
import type { z } from '@hono/zod-openapi';
import { fail, ok, type Result } from '../mesh/result.ts';
import { parsedJson, textBody } from './body.ts';
import type { GatewayContext } from './env.ts';
import { faultsOf } from './faults.ts';
import { invalid } from './refuse.ts';

const LIMIT_BYTES = 16_384;

export async function jsonBody<Body>(c: GatewayContext, schema: z.ZodType<Body>): Promise<Result<Body>> {
  const body = await textBody(c, { types: ['application/json'], limitBytes: LIMIT_BYTES });
  if (!body.ok) return body;
  const value = parsedJson(body.value.text);
  if (!value.ok) return value;
  const read = schema.safeParse(value.value);
  return read.success ? ok(read.data) : fail(invalid(...faultsOf(read.error, 'body')));
}
