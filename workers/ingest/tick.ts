// What happens every five minutes: due runs start, half-started ones are completed, interrupted ones go on; once a day the lake is swept. Safe to repeat and to overlap.
import type { DatasetDefinition, Feed } from '../../data/dataset.ts';
import { lastSlot } from '../../data/schedule.ts';
import type { Instant } from '../../data/time.ts';
import { feedStates } from '../../db/queries/feed-states.ts';
import { openRuns } from '../../db/queries/runs.ts';
import { allDatasets, datasetOf } from './catalogue.ts';
import { byUrgency, dueRun, scheduledDatasets, slotRunIds } from './due.ts';
import { isHeldBack } from './hold.ts';
import { inOrder } from './in-order.ts';
import { reconcile } from './reconcile.ts';
import type { RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';
import { start } from './start.ts';
import { startStranded } from './stranded.ts';
import { sweepDaily } from './sweep.ts';

/** Runs that are begun at the same time: what is most urgent is under way before the rest asks. */
const STARTED_AT_ONCE = 6;

export async function tick(
  shell: Shell,
  {
    workflow,
    requestId,
    interruptedBefore,
  }: { readonly workflow: Workflow<RunOrder>; readonly requestId: string; readonly interruptedBefore: number },
): Promise<void> {
  const now = shell.clock();
  const states = await statesOf(shell, now);
  // Looked up last: what another tick starts meanwhile is due above or open here, and whatever is derived from it waits.
  const open = await openRuns(shell.db);
  const busy = new Set(
    open.filter(({ trigger }) => trigger === 'cron').map(({ dataset, feed }) => `${dataset}/${feed}`),
  );

  const due = new Map(
    states.flatMap(({ definition, feed, covered, attempts }) => {
      const name = nameOf(definition, feed);
      if (busy.has(name)) return [];
      const order = dueRun({ definition, feed, coveredUntil: covered, attempts }, now, requestId);
      return order ? [[name, { definition, feed, order, covered }] as const] : [];
    }),
  );

  function inputsMove({ derivedFrom = [] }: DatasetDefinition): boolean {
    return derivedFrom.some((id) => {
      const input = datasetOf(id);
      const names = input?.feeds.filter((feed) => isConfigured(feed, shell)).map((feed) => nameOf(input, feed)) ?? [];
      return names.some((name) => busy.has(name) || due.has(name));
    });
  }
  const orders = [...due.values()]
    .filter(
      ({ definition, feed, covered }) =>
        !isHeldBack({
          slot: lastSlot(feed.schedule, now),
          coveredUntil: covered,
          inputsMove: inputsMove(definition),
          now,
        }),
    )
    .sort((a, b) => byUrgency(a.feed, b.feed))
    .map(({ order }) => order);

  // One that cannot be started keeps no other from starting.
  const failures = (
    await Promise.all([
      inOrder(open, STARTED_AT_ONCE, (run) => reconcile(shell, workflow, run, { now, interruptedBefore })),
      inOrder(orders, STARTED_AT_ONCE, async (order) => {
        await start(shell, workflow, order);
      }),
      failuresOf(startStranded(shell, workflow, { now, requestId, interruptedBefore })),
      failuresOf(sweepDaily(shell)),
    ])
  ).flat();
  for (const error of failures) shell.log.error('tick task failed', { error });
  shell.log.info('tick', { open: open.length, due: orders.length, failed: failures.length });
  if (failures.length > 0) throw failures[0];
}

async function failuresOf(task: Promise<void>): Promise<readonly unknown[]> {
  try {
    await task;
    return [];
  } catch (error) {
    return [error];
  }
}

const nameOf = (definition: DatasetDefinition, feed: Feed): string => `${definition.id}/${feed.id}`;

/** A feed whose every source wants a secret that nobody has set is not late: nobody wants it. */
const isConfigured = ({ alternatives }: Feed, { secret }: Shell): boolean =>
  alternatives.some(({ secrets }) => secrets.every((name) => secret(name)));

/** One question for all of them, however many there are. */
async function statesOf(shell: Shell, now: Instant) {
  const feeds = scheduledDatasets(allDatasets(), shell.secret('DATASETS')).flatMap((definition) =>
    definition.feeds.filter((feed) => isConfigured(feed, shell)).map((feed) => ({ definition, feed })),
  );
  const found = await feedStates(
    shell.db,
    feeds.map(({ definition, feed }) => ({
      dataset: definition.id,
      feed: feed.id,
      slotRuns: slotRunIds(definition, feed, now),
    })),
  );
  const byName = new Map(found.map((state) => [`${state.dataset}/${state.feed}`, state]));
  return feeds.map(({ definition, feed }) => {
    const state = byName.get(nameOf(definition, feed));
    const attempts = slotRunIds(definition, feed, now).flatMap(
      (id) => state?.attempts.filter((attempt) => attempt.id === id) ?? [],
    );
    return { definition, feed, covered: state?.until ?? null, attempts };
  });
}
