// Waiting, but not for ever. Also how a request waits for what another request has begun: never bare.

export class LateError extends Error {
  override readonly name = 'LateError';
}

/**
 * Rejects when the answer is not here in time. In workerd whoever awaits a promise of another request bare may go on in
 * that request and end with it, or be taken for hung; with a timer and a promise of one's own one goes on as oneself.
 */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new LateError(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
