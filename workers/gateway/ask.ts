// A question to another Worker: its crash is an expected failure here. How long it may take, the deadline of the request says.
import { logger } from '../mesh/log.ts';
import { fail, type Result } from '../mesh/result.ts';
import { callContext, type GatewayContext } from './env.ts';
import { unavailable } from './refuse.ts';

export async function ask<T>(c: GatewayContext, worker: string, question: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await question;
  } catch (error) {
    logger({ worker: 'gateway', context: callContext(c) }).error('worker_away', { asked: worker, error });
    return fail(unavailable(`The Worker ${worker}`));
  }
}
