// What happens every five minutes: due runs start, half-started ones are completed, interrupted ones go on. Safe to repeat and to overlap.
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { lastSlot } from '../../data/schedule.ts';
import { coveredUntil, findRun, openRuns } from '../../db/queries/runs.ts';
import { allDatasets, datasetOf } from './catalogue.ts';
import { type Attempt, dueRun, slotRunIds } from './due.ts';
import { isHeldBack } from './hold.ts';
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

  const asked = new Map<string, ReturnType<typeof dueNow>>();
  async function dueNow(definition: DatasetDefinition, feed: Feed) {
    if (busy.has(`${definition.id}/${feed.id}`)) return null;
    const state = await stateOf(shell, definition, feed, now);
    const order = dueRun({ definition, feed, ...state }, now, requestId);
    return order && { order, coveredUntil: state.coveredUntil };
  }
  /** Asked once a tick, by the feed itself and by what is derived from it. */
  function dueOnce(definition: DatasetDefinition, feed: Feed): ReturnType<typeof dueNow> {
    const name = `${definition.id}/${feed.id}`;
    const due = asked.get(name) ?? dueNow(definition, feed);
    asked.set(name, due);
    return due;
  }

  async function inputsMove({ derivedFrom = [] }: DatasetDefinition): Promise<boolean> {
    const feeds = derivedFrom.flatMap((id) => {
      const input = datasetOf(id);
      return input ? input.feeds.filter((feed) => isConfigured(feed, shell)).map((feed) => ({ input, feed })) : [];
    });
    if (feeds.some(({ input, feed }) => busy.has(`${input.id}/${feed.id}`))) return true;
    // An input that cannot be asked for is its own failure, not that of others.
    const due = await Promise.all(feeds.map(({ input, feed }) => dueOnce(input, feed).catch(() => null)));
    return due.some((found) => found !== null);
  }

  async function startIfDue(definition: DatasetDefinition, feed: Feed): Promise<void> {
    if (!isConfigured(feed, shell)) return;
    const due = await dueOnce(definition, feed);
    if (!due) return;
    const slot = lastSlot(feed.schedule, now);
    const { order, coveredUntil } = due;
    if (isHeldBack({ slot, coveredUntil, inputsMove: await inputsMove(definition), now })) return;
    await start(shell, workflow, order);
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

/** A feed whose every source wants a secret that nobody has set is not late: nobody wants it. */
const isConfigured = ({ alternatives }: Feed, { secret }: Shell): boolean =>
  alternatives.some(({ secrets }) => secrets.every((name) => secret(name)));

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
