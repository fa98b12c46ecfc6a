// How much one may ask: strangers by address, clients by id. The figures stand in wrangler.toml.

import { fail, ok, type Result } from '../../mesh/result.ts';
import type { GatewayContext } from '../env.ts';

/** The period of both limits in wrangler.toml. */
export const PERIOD_SECONDS = 60;

async function within(limiter: RateLimit, key: string): Promise<Result<null>> {
  const { success } = await limiter.limit({ key });
  return success ? ok(null) : fail({ reason: 'too_many_requests', retryAfterSeconds: PERIOD_SECONDS });
}

/** Cloudflare writes this header itself: nobody can choose another address. On one machine it is absent. */
export const strangerWithinLimit = (c: GatewayContext): Promise<Result<null>> =>
  within(c.env.STRANGERS, c.req.header('cf-connecting-ip') ?? 'loopback');

export const clientWithinLimit = (c: GatewayContext, client: string): Promise<Result<null>> =>
  within(c.env.CLIENTS, client);
