// Brings a run into being: first in Postgres, then as a Workflow. Either half may be repeated; the tick completes what was left half done.
import { createRun } from '../../db/queries/runs.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

/** False when this run was there already. */
export async function start(shell: Shell, workflow: Workflow<RunOrder>, order: RunOrder): Promise<boolean> {
  const isNew = await createRun(shell.db, { ...order, createdAt: shell.clock() });
  if (isNew) await begin(shell, workflow, order);
  return isNew;
}

/** For a run that Postgres knows. */
export async function begin(shell: Shell, workflow: Workflow<RunOrder>, order: RunOrder): Promise<void> {
  await createInstance(workflow, order);
  const { id, dataset, feed, trigger } = order;
  shell.log.info('run created', { run: id, dataset, feed, trigger });
}

/** Another tick may have been faster: then there is nothing left to do. */
export async function createInstance(workflow: Workflow<RunOrder>, order: RunOrder): Promise<void> {
  try {
    await workflow.create({ id: order.id, params: order });
  } catch (error) {
    if (!(await instanceOf(workflow, order.id))) throw error;
  }
}

export async function instanceOf(workflow: Workflow<RunOrder>, id: string): Promise<WorkflowInstance | null> {
  try {
    return await workflow.get(id);
  } catch (error) {
    if (error instanceof Error && /not[_. ]found/i.test(error.message)) return null;
    throw error;
  }
}
