// All that the pipeline may touch of the world outside, built once per call from the bindings.
import type { WorkflowStepConfig } from 'cloudflare:workers';
import { type Duration, type Instant, MINUTE, SECOND } from '../../data/time.ts';
import { connect, type Db } from '../../db/client.ts';
import type { CallContext } from '../mesh/contracts.ts';
import { type Log, logger } from '../mesh/log.ts';
import type { IngestEnv } from './env.ts';
import { simulatorOf } from './simulator.ts';

/** How often a step is tried again, and after how long. */
export type StepConfig = WorkflowStepConfig & { readonly retries: { readonly limit: number; readonly delay: number } };

export interface Shell {
  readonly db: Db;
  readonly lake: R2Bucket;
  readonly log: Log;
  readonly clock: () => Instant;
  readonly secret: (name: string) => string | undefined;
  /** URL of our own database, for questions that derive facts from facts. Holds a password. */
  readonly ownDatabase: string;
  /** Where questions go instead of the hosts they name. */
  readonly simulator: URL | null;
  /** From the question to the last byte of the answer. */
  readonly answerTimeout: Duration;
  readonly steps: Readonly<Record<'asking' | 'storing', StepConfig>>;
}

/** `dataset` where the work is for one: it decides whether the simulator is asked. */
export function shellOf(env: IngestEnv, context: CallContext, dataset?: string): Shell {
  const retryDelay = env.RETRY_DELAY ? Number(env.RETRY_DELAY) : 5 * SECOND;
  return {
    db: connect(env),
    lake: env.LAKE,
    log: logger({ worker: 'ingest', context }),
    clock: Date.now,
    secret: (name) => secretOf(env, name),
    ownDatabase: env.DATABASE_URL,
    simulator: dataset === undefined ? null : simulatorOf(env, dataset),
    answerTimeout: env.ANSWER_TIMEOUT ? Number(env.ANSWER_TIMEOUT) : 3 * MINUTE,
    steps: {
      // A source that fails three times in a row gives way to the next one.
      asking: { retries: { limit: 2, delay: retryDelay, backoff: 'exponential' }, timeout: 15 * MINUTE },
      // 5, 10, 15 … seconds: Postgres may be away for 39 minutes.
      storing: { retries: { limit: 30, delay: retryDelay, backoff: 'linear' }, timeout: 15 * MINUTE },
    },
  };
}

/** Sources choose the names; only text under exactly that name is a secret. */
function secretOf(env: IngestEnv, name: string): string | undefined {
  const value: unknown = Object.hasOwn(env, name) ? Reflect.get(env, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
