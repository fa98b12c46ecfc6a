// When a run of several pushes has failed, each of them gets a run of its own: what is wrong with one is no other client's loss.
import { createPushRun, pushesOf } from '../../db/queries/pushes.ts';
import { pushOrder } from './push-order.ts';
import { PUSH_FEED, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { begin } from './start.ts';

/** Before the run is written down as failed. A push that is alone keeps its run, and its failure. Repeating it goes on where it stopped. */
export async function setApart(shell: Shell, workflow: Workflow<RunOrder>, failed: RunOrder): Promise<void> {
  if (failed.feed !== PUSH_FEED) return;
  const pushes = await pushesOf(shell.db, failed.id);
  for (const push of pushes) {
    const order = await pushOrder([push], failed);
    // The id of a run says which pushes it had at first: this one was alone.
    if (order.id === failed.id) return;
    await createPushRun(shell.db, { ...order, createdAt: shell.clock(), pushes: [push.id], instead: failed.id });
    await begin(shell, workflow, order);
  }
  shell.log.warn('pushes go on apart', { run: failed.id, pushes: pushes.length });
}
