// One step of a run: tried again by itself, timed, logged. What trying again cannot help comes back as a value.
import type { WorkflowStep } from 'cloudflare:workers';
import { isOutage } from '../../db/outage.ts';
import { stepRun } from '../../db/queries/runs.ts';
import { isGivenUp, sentence } from './fault.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell, StepConfig } from './shell.ts';
import { bounded } from './step-result.ts';

export type Done<T> =
  | { readonly ok: true; readonly value: T; readonly milliseconds: number }
  | { readonly ok: false; readonly why: string; readonly milliseconds: number };

export interface Steps {
  do<T extends Rpc.Serializable<T>>(name: string, config: StepConfig, work: () => Promise<T>): Promise<Done<T>>;
  /** Survives a restart, and is not counted as a step. */
  sleep(name: string, seconds: number): Promise<void>;
}

export function stepsOf(shell: Shell, order: RunOrder, step: WorkflowStep): Steps {
  const { log, clock } = shell;
  return {
    do<T extends Rpc.Serializable<T>>(name: string, config: StepConfig, work: () => Promise<T>): Promise<Done<T>> {
      return step.do<Done<T>>(name, config, async ({ attempt }) => {
        const startedAt = clock();
        const fields = () => ({ run: order.id, step: name, attempt, milliseconds: clock() - startedAt });
        try {
          const [value] = await Promise.all([work(), announce(shell, order, name)]);
          const done: Done<T> = { ok: true, value, milliseconds: clock() - startedAt };
          bounded(name, done);
          log.info('step done', fields());
          return done;
        } catch (error) {
          // While Postgres is away nothing is decided: the instance fails at last, and the tick starts it again.
          const givenUp = isGivenUp(error, { attempt, retries: config.retries.limit });
          log[givenUp ? 'error' : 'warn'](givenUp ? 'step failed' : 'step will be tried again', { ...fields(), error });
          if (!givenUp) throw error;
          return { ok: false, why: sentence(error), milliseconds: clock() - startedAt };
        }
      });
    },
    sleep: (name, seconds) => step.sleep(name, Math.max(1, seconds) * 1_000),
  };
}

/** For whoever watches: Postgres being away is no reason to stop asking or reading. */
async function announce({ db, clock, log }: Shell, order: RunOrder, name: string): Promise<void> {
  try {
    await stepRun(db, order.id, name, clock());
  } catch (error) {
    if (!isOutage(error)) throw error;
    log.warn('step not announced', { run: order.id, step: name, error });
  }
}
