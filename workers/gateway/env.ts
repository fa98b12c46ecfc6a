// What the gateway is given: bindings from wrangler.toml, and what a request carries from one handler to the next.
import type { Context } from 'hono';
import type { DatabaseEnv } from '../../db/client.ts';
import type { Scope } from '../../db/schema.ts';
import type { CallContext, IngestRpc, MonitorRpc, PredictRpc } from '../mesh/contracts.ts';
import type { Problem } from '../mesh/problem.ts';
import type { Deadline } from './deadline.ts';

export interface Bindings extends DatabaseEnv {
  /** Signs access tokens; at least 32 characters. */
  readonly JWT_SECRET?: string;
  /** Set where the sources are simulated: on one machine, never in production. */
  readonly SIMULATED?: string;
  readonly ASSETS: Fetcher;
  readonly INGEST: IngestRpc;
  readonly PREDICT: PredictRpc;
  readonly MONITOR: MonitorRpc;
  /** What is known of clients, for isolates that start while the database is away; nothing else lies there. */
  readonly KNOWN_CLIENTS: R2Bucket;
  /** By address. */
  readonly STRANGERS: RateLimit;
  /** By client id. */
  readonly CLIENTS: RateLimit;
}

/** Who asks, once we know. */
export interface Caller {
  readonly client: string;
  readonly scopes: readonly Scope[];
}

export interface Gateway {
  Bindings: Bindings;
  Variables: {
    requestId: string;
    deadline: Deadline;
    caller?: Caller;
    /** How this path tells of a problem, where not as problem+json. */
    tell?: (problem: Problem) => Response;
    /** Label of api_errors_total. */
    errorType?: string;
    /** Settles when a streamed body has been sent, or given up by whoever read it. */
    streamed?: Promise<void>;
  };
}

export type GatewayContext = Context<Gateway>;

export function callContext(c: GatewayContext): CallContext {
  const caller = c.get('caller')?.client ?? 'stranger';
  return { requestId: c.get('requestId'), caller, stickyKey: c.req.header('x-sticky-key')?.slice(0, 200) ?? caller };
}

/** For work that may end after the answer was sent. */
export const laterOf =
  (c: GatewayContext) =>
  (work: Promise<unknown>): void =>
    c.executionCtx.waitUntil(work);
