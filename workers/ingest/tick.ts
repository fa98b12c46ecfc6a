// What happens every five minutes: due runs start, half-started ones are completed, interrupted ones go on. Safe to repeat and to overlap.
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { coveredUntil, findRun, openRuns } from '../../db/queries/runs.ts';
import { allDatasets } from './catalogue.ts';
import { type Attempt, dueRun, slotRunIds } from './due.ts';
import { reconcile } from './reconcile.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { start } from './start.ts';
import { startStranded } from './stranded.ts';

export async function tick(
  shell: Shell,
  {
    workflow,
    requestId,
    interruptedBefore,
  }: { readonly workflow: Workflow<RunOrder>; readonly requestId: string; readonly interruptedBefore: number },
): Promise<void> {
  const now = shell.clock();
  const open = await openRuns(shell.db);
  const busy = new Set(
    open.filter(({ trigger }) => trigger === 'cron').map(({ dataset, feed }) => `${dataset}/${feed}`),
  );

  async function startIfDue(definition: DatasetDefinition, feed: Feed): Promise<void> {
    if (busy.has(`${definition.id}/${feed.id}`)) return;
    const state = await stateOf(shell, definition, feed, now);
    const order = dueRun({ definition, feed, ...state }, now, requestId);
    if (order) await start(shell, workflow, order);
  }

  const tasks = [
    ...open.map((run) => reconcile(shell, workflow, run, { now, interruptedBefore })),
    ...allDatasets().flatMap((definition) => definition.feeds.map((feed) => startIfDue(definition, feed))),
    startStranded(shell, workflow, { now, requestId }),
  ];
  // One feed that cannot be started keeps no other from starting.
  const failures = (await Promise.allSettled(tasks)).filter((result) => result.status === 'rejected');
  for (const { reason } of failures) shell.log.error('tick task failed', { error: reason });
  shell.log.info('tick', { open: open.length, failed: failures.length });
  if (failures[0]) throw failures[0].reason;
}

async function stateOf({ db }: Shell, definition: DatasetDefinition, feed: Feed, now: number) {
  const attempts: Attempt[] = [];
  const covered = coveredUntil(db, definition.id, feed.id);
  for (const id of slotRunIds(definition, feed, now)) {
    const run = await findRun(db, id);
    if (!run) break;
    attempts.push(run);
  }
  return { coveredUntil: await covered, attempts };
}
