// Brings a run that Postgres calls open and its Workflow instance together again, whatever happened between the two.
import { DAY, type Instant } from '../../data/time.ts';
import { endBuilding } from '../../db/queries/replays.ts';
import { finishRun } from '../../db/queries/runs.ts';
import { setApart } from './apart.ts';
import { datasetOf } from './catalogue.ts';
import { qualityReport } from './report.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { createInstance, instanceOf } from './start.ts';
import { surroundings } from './surroundings.ts';

export interface OpenRun extends RunOrder {
  readonly createdAt: Instant;
}

/** Runs that this process has told to go on: once is enough. */
const toldToGoOn = new Set<string>();

export async function reconcile(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  run: OpenRun,
  { now, interruptedBefore }: { readonly now: Instant; readonly interruptedBefore: Instant },
): Promise<void> {
  const { id, dataset, feed, trigger, requestId, from, to, dry = false, createdAt } = run;
  const instance = await instanceOf(workflow, id);
  if (!instance) {
    await createInstance(workflow, { id, dataset, feed, trigger, requestId, from, to, dry });
    shell.log.warn('run had no Workflow', { run: id });
    return;
  }
  const { status, error } = await instance.status();
  if (status === 'errored' && now - createdAt < DAY) {
    // Only Postgres being away keeps a run from writing down its own end, and Postgres is back: it gave us this run.
    await instance.restart();
    shell.log.warn('run restarted', { run: id, reason: error?.message });
    return;
  }
  if (status === 'errored' || status === 'terminated' || status === 'complete') {
    await setApart(shell, workflow, run);
    const reason = `its Workflow ended as ${status}${error ? `: ${error.message}` : ''}`;
    const definition = datasetOf(dataset);
    // While the run is open no other replay of the dataset builds.
    if (definition && trigger === 'replay') await endBuilding(shell.db, definition);
    const nothing = { window: { from, to }, failovers: [{ source: feed, reason }], milliseconds: {} };
    await finishRun(shell.db, id, {
      status: 'failed',
      reason,
      counts: { extracted: 0, inserted: 0, updated: 0, unchanged: 0, outranked: 0, rejected: 0 },
      report: qualityReport(run, definition, [nothing], await surroundings(shell, run, definition)),
      finishedAt: now,
    });
    return;
  }
  if (createdAt < interruptedBefore && !toldToGoOn.has(id)) {
    toldToGoOn.add(id);
    await goOn(instance);
    shell.log.warn('interrupted run goes on', { run: id, status });
  }
}

/**
 * A local instance whose process was killed stays `running` for ever. An event that nothing waits for makes its engine
 * look at it again: it goes on at the interrupted step, and an instance that runs already is not disturbed.
 */
async function goOn(instance: WorkflowInstance): Promise<void> {
  await instance.sendEvent({ type: 'go-on', payload: null });
}
