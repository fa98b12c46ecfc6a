// Pushes out of the queue: all of one dataset become one run. A message is taken off the queue only when its run exists.
import { createPushRun, type Push, uninterrupted, waitingPushes } from '../../db/queries/pushes.ts';
import { PushMessage } from './push-message.ts';
import { pushOrder } from './push-order.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { begin } from './start.ts';

/** A run that fails is done again push by push: so much at most. */
const MAX_ROWS_PER_RUN = 200_000;

export async function pushBatch(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  messages: readonly Message<unknown>[],
): Promise<void> {
  const byDataset = new Map<string, { message: Message<unknown>; body: PushMessage }[]>();
  for (const message of messages) {
    const { data: body } = PushMessage.safeParse(message.body);
    if (body) byDataset.set(body.dataset, [...(byDataset.get(body.dataset) ?? []), { message, body }]);
    else {
      // Nothing to learn from trying again, but only a retry leads to the dead-letter queue.
      shell.log.error('message is no push', { message: message.id, attempts: message.attempts });
      message.retry();
    }
  }
  for (const [dataset, pushes] of byDataset) {
    try {
      await startPushRun(
        shell,
        workflow,
        dataset,
        pushes.map(({ body }) => body),
      );
      for (const { message } of pushes) message.ack();
    } catch (error) {
      shell.log.error('pushes wait', { dataset, pushes: pushes.length, error });
      for (const { message } of pushes) message.retry({ delaySeconds: Math.min(600, 5 * 2 ** message.attempts) });
    }
  }
}

/** Pushes that have a run already are left alone: a message that comes twice changes nothing. */
export async function startPushRun(
  shell: Shell,
  workflow: Workflow<RunOrder>,
  dataset: string,
  messages: readonly Pick<PushMessage, 'push' | 'requestId'>[],
): Promise<void> {
  const waiting = await waitingPushes(shell.db, { ids: messages.map(({ push }) => push) });
  for (const pushes of (await uninterrupted(shell.db, dataset, waiting)).flatMap(groups)) {
    const ids = pushes.map(({ id }) => id);
    const requestId = messages.find(({ push }) => push === ids[0])?.requestId ?? 'queue';
    const order = await pushOrder(pushes, { dataset, requestId });
    // Run and claims in one transaction: a run that is begun by the tick instead finds its pushes.
    await createPushRun(shell.db, { ...order, createdAt: shell.clock(), pushes: ids });
    await begin(shell, workflow, order);
  }
}

/** In order, each small enough for one run. */
function groups(pushes: readonly Push[]): readonly Push[][] {
  const out: Push[][] = [];
  let rows = MAX_ROWS_PER_RUN;
  for (const push of pushes) {
    if (rows + push.rows > MAX_ROWS_PER_RUN) {
      out.push([]);
      rows = 0;
    }
    out.at(-1)?.push(push);
    rows += push.rows;
  }
  return out;
}
