// Pushes whose message got lost on its way (a local queue dies with its process): the tick gives them a run.
import { type Instant, MINUTE } from '../../data/time.ts';
import { type Push, strandedPushes } from '../../db/queries/pushes.ts';
import { startPushRun } from './push-batch.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

/** Longer than a message waits in its batch, with some retries. */
const STRANDED_AFTER = 10 * MINUTE;
const MAX_PUSHES_PER_TICK = 500;

export async function startStranded(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  {
    now,
    requestId,
    interruptedBefore,
  }: { readonly now: Instant; readonly requestId: string; readonly interruptedBefore: Instant },
): Promise<void> {
  // What a local queue held when its process died is lost for certain: there is nothing to wait for.
  const before = Math.max(now - STRANDED_AFTER, Math.min(now, interruptedBefore));
  const stranded = await strandedPushes(shell.db, { before, limit: MAX_PUSHES_PER_TICK });
  const byDataset = new Map<string, readonly Push[]>();
  for (const push of stranded) byDataset.set(push.dataset, [...(byDataset.get(push.dataset) ?? []), push]);
  for (const [dataset, pushes] of byDataset) {
    shell.log.warn('pushes were stranded', { dataset, pushes: pushes.length });
    await startPushRun(
      shell,
      workflow,
      dataset,
      pushes.map(({ id }) => ({ push: id, requestId })),
    );
  }
}
