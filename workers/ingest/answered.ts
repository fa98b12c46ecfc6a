// The border of an RPC call: Postgres being away is an expected failure, anything else that is thrown is a bug and stays one.
import { isOutage } from '../../db/outage.ts';
import type { Log } from '../mesh/log.ts';
import { fail, type Result } from '../mesh/result.ts';

const RETRY_AFTER_SECONDS = 10;

export async function answered<T>(log: Log, work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    if (!isOutage(error)) throw error;
    log.warn('database away', { error });
    return fail({ reason: 'unavailable', dependency: 'database', retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}
