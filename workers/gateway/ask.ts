// A question to another Worker: bounded in time, and its silence or its crash is an expected failure here.
import { logger } from '../mesh/log.ts';
import { fail, type Result } from '../mesh/result.ts';
import { callContext, type GatewayContext } from './env.ts';
import { unavailable } from './refuse.ts';

const PATIENCE_MS = 25_000;

export async function ask<T>(
  c: GatewayContext,
  worker: string,
  question: Promise<Result<T>>,
  patienceMs = PATIENCE_MS,
): Promise<Result<T>> {
  try {
    return await within(patienceMs, question);
  } catch (error) {
    logger({ worker: 'gateway', context: callContext(c) }).error('worker_away', { asked: worker, error });
    return fail(unavailable(`The Worker ${worker}`));
  }
}

export class LateError extends Error {
  override readonly name = 'LateError';
}

/** Rejects when the answer is not here in time. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new LateError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
